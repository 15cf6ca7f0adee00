"""What a message is about: phrases by topic, in the order in which they matter.

Patterns are written for `agent.language.text.plain`: lower-case words without punctuation, with
contractions written out. Everything here is wording; no lending rule is decided by it.
"""

import re
from functools import lru_cache

TOPICS: tuple[tuple[str, str], ...] = (
    ("odds",
     r"guarantee\w*|(?:my|the) (?:chances?|odds)|how likely|likelihood|probab\w+ (?:of|that)"
     r"|chances? (?:of|that|are)|will (?:i|we|it|you) (?:\w+ )?(?:get |be )?(?:approv\w+|accept\w*"
     r"|declin\w+|den(?:y|ied)|reject\w*|turned down|go through|get the loan)|can you promise"
     r"|for sure"
     r"|am i (?:pre ?)?approved|is it certain|definitely get"),
    ("hold",
     r"(?:do not|not|never) (?:submit|send|apply|file)\b(?! (?:for|to))"
     r"|^(?:no |ok |okay |actually |please |hmm |oh )*(?:hold (?:on|up|it)|wait|stop|not yet"
     r"|hang on|one sec(?:ond)?|just a (?:sec|second|minute|moment))"
     r"(?: (?:a|one|just)(?: \w+)?| please| now| with (?:it|that))*$|^actually no\b"
     r"|(?:might|may|will|could|can|would) (?:still |maybe |always |perhaps )?(?:come|be|get) back"
     r" (?:to|for|about|on|later|another|some)\b|(?:another|some other) (?:day|time)$"
     r"|let me think|^(?:i am |still |just )*thinking\b(?! (?:about|of) (?!it\b|this\b|that\b))"
     r"|think (?:about it|it over)"
     r"|not ready(?: yet)?$|sleep on it|not (?:so )?sure (?:any ?more|about (?:it|this|that))$"
     r"|(?:should|better|rather|what if) (?:we|i|to)? ?wait\b"
     r"(?! (?:for|until) (?:the )?rates?)"
     r"|(?:in )?no (?:rush|hurry)$"),
    ("evidence",
     r"(?:can|could|will|would|have|here (?:is|are)|able to) (?:show|prove|provide|send|bring"
     r"|upload|give you|get you|the|my)(?: \w+){0,3} (?:receipts?|statements?|proof|letters?"
     r"|records?|pay ?(?:stubs?|slips?)|documents?|papers?|tax returns?|history|references?)"),
    ("no_profile",
     r"without (?:using |looking at |touching )?my (?:profile|file|data|records?|history)"
     r"|(?:do not|stop) (?:use|using|look at|looking at|touch) my (?:profile|file|data|records?)"),
    ("no_loan",
     r"(?:do not|not) (?:want|need|looking for|asking for|here for)(?: \w+){0,3}? "
     r"(?:loan|money|credit)\b"),
    ("drop_co",
     r"(?:without|remove|drop) \w+ (?:again|from (?:it|the loan|this))(?: please)?$"
     r"|^(?:ok |then |please )*(?:remove|drop) (?:him|her|them)\b"
     r"|without (?:him|her|them)\b|(?:only|just) (?:me|myself) (?:again|after all|then)"),
    ("declines",
     r"rather not|prefer not to|do not want to (?:say|tell|answer|share|give|disclose)"
     r"|none of your business|not telling you|(?:will|would) not (?:say|tell|share|answer)\b"
     r"|that is (?:private|personal)$|no comment"),
    ("contact",
     r"opening (?:hours|times)|(?:business|office|working|your|bank) hours|what time do you (?:open"
     r"|close)|(?:when )?(?:are|do) you (?:guys )?(?:open|close)\b(?! an?\b)"
     r"|(?:your|the|a|bank) (?:phone|telephone|contact) ?(?:number|info\w*|line)|^phone number"
     r"|^hours$|number (?:i|we) (?:can|could|should)|number (?:to|for) (?:call|phone)"
     r"|(?:what|which) number (?:can|do|should) i|(?:how|where) (?:can|do) i (?:reach|contact|call)"
     r"|your (?:e ?mail|address)|where (?:are|is) (?:you|your|the bank)(?: \w+){0,2}"
     r" ?(?:located|based|branch|office)|branch(?:es)? (?:hours|near|location|in)|nearest branch"
     r"|open on (?:saturday|sunday|weekends?|holidays?)|(?:on|at) (?:the )?weekends?\b(?=.*open)"),
    # -- data and service --------------------------------------------------------------------
    ("erase",
     r"^(?:ok |please |just |then )*(?:delete|erase|wipe) (?:it|that|this|them)(?: all)?"
     r"(?: please)?$|(?:delete|erase|wipe|destroy|remove|purge|forget) (?:all |everything"
     r"|every thing|my (?:data|info|information|details|account|profile|history|chat)|me\b"
     r"|what you (?:know|have)|(?:this|the|our|that)(?: whole| entire)? (?:chat|conversation|talk))"
     r"|right to be forgotten"),
    ("access",
     r"what (?:do |have )?you (?:have|got|know|store|keep|hold|collect)(?: \w+){0,3} (?:on"
     r"|about) me"
     r"|(?:what|which|all(?: the| of the)?|any) (?:\w+ )?(?:data|info\w*|details|records?|notes"
     r"|facts|things?|stuff)(?: \w+){0,3} you (?:guys )?(?:have|got|hold|keep|store|know|saved?"
     r"|collect\w*)(?: \w+){0,2} (?:on|about|of|for) (?:me|us)\b"
     r"|everything (?:that )?you (?:guys )?(?:have|got|hold|keep|store|know|saved?"
     r"|collect\w*)(?: \w+){0,2} (?:on|about|of) (?:me|us)\b"
     r"|what (?:do|have) you (?:got|have|know)(?: \w+)? on (?:me|file)|(?:see|get|want|send"
     r"|download"
     r"|copy of|show me) (?:\w+ ){0,3}my (?:data|information|info|file)\b|what (?:data"
     r"|info|details|information) "
     r"(?:do you(?! (?:need|want|require|ask|still))|is)|what is on (?:my )?file"),
    ("stop_marketing",
     r"stop (?:sending|marketing|email\w*|calling|contacting|texting|the ads)|unsubscribe|opt out"
     r"|no (?:more )?(?:marketing|ads|emails|spam|mailers?|mailings?|flyers?|junk mail|brochures?"
     r"|newsletters?|promo\w*|texts|calls from you)"),
    ("correct_data",
     r"my (?:name|address|email|phone|phone number|details|data) (?:is|are) (?:wrong|incorrect"
     r"|outdated|misspelled)|(?:old|wrong|former) (?:address|name|phone|number|e ?mail)\b"
     r"|(?:i|we) (?:have )?moved\b.*\b(?:correct|change|update|fix)\b"
     r"|correct my (?:data|name|address|details)|fix my (?:name|address)"),
    ("feedback_down",
     r"(?:not|un) ?(?:very |really )?helpful|this (?:chat|conversation|thing|is) (?:is |was )?"
     r"(?:useless|confusing|a waste)|did not (?:really )?help|bad (?:answer|advice|experience)"
     r"|you (?:did not|do not) (?:answer|listen|understand)|thumbs down|waste of (?:my )?time"),
    ("feedback_up",
     r"(?:great|good|excellent|nice|amazing|awesome) (?:job|work|help|service|chat|advice|bot)"
     r"|you (?:are|were|have been|have) (?:been )?(?:\w+ )?(?:helpful|great|awesome|amazing"
     r"|patient)"
     r"|(?:that|this|it) (?:is|was) (?:\w+ )?(?:helpful|useful|clear|clearer)|thumbs up|love this"
     r"|five stars|well explained"),
    ("summary",
     r"what (?:do|have) (?:you|we) (?:have |got |noted )?so far|recap|summar\w+|what did i (?:say"
     r"|tell)"
     r"|where (?:are|were) we|remind me|read (?:it|that) back|catch me up"),
    ("undo",
     r"forget (?:that|it|what i (?:just )?said|about (?:that|it))|\bundo\b|scratch that|strike that"
     r"|take that back|revert|(?:go )?back to (?:what|how|the (?:previous|first|original|old|last))"
     r"|ignore (?:that|what i|my last)|never ?mind(?: that)?$|cancel that"),
    ("restart", r"start (?:over|again|from scratch)|new request|begin again"
     r"|different loan instead"),
    # -- the loan ------------------------------------------------------------------------------
    ("status",
     r"\bstatus\b|where (?:does|do) (?:it|my application|we|i|things) stand"
     r"|(?:still|else) need from me|(?:application|reference|the) number|need from me\b"
     r"|where (?:is|are) (?:my|the|things|it) ?(?:application|request|loan|at|$)"
     r"|any (?:news"
     r"|updates?|word)|how is (?:my|the) application|heard (?:back|anything)|(?:is|has) (?:my|the"
     r"|it"
     r"|that) (?:\w+ )?(?:been )?(?:approved|decided|processed|reviewed|filed|received|submitted"
     r"|in)"
     r" ?(?:yet|already)?$|did (?:my|the|it|that) (?:application )?(?:go through|arrive)"
     r"|still waiting"
     r"|did you (?:already |really |just )?(?:submit|send|file)\b"
     r"|have you (?:already |just )?(?:submitted|sent|filed)"
     r"|(?:did|have) (?:i|we) (?:already |really |actually |just |even )*(?:appl(?:y|ied)"
     r"|submit(?:ted)?|file[d]?|sen[dt] (?:it|that|anything))\b"
     r"|(?:nothing|anything) (?:has been |was |is |got )?(?:sent|filed|submitted)\b"
     r"|(?:was|is|has) (?:it|that|this|anything|my application|the application) (?:been )?"
     r"(?:already )?(?:submitted|sent|filed)\b"
     r"|what is my (?:application |reference )?number\b"
     r"|application (?:number|update)|what (?:documents? (?:are|is)|is) (?:still )?missing"),
    ("withdraw",
     r"withdraw|cancel (?:my|the) (?:application|request|loan)"
     r"|^(?:please |ok |can you |i want to )*cancel (?:it|that|this)(?: please| now)?$"
     r"|pull (?:my|the) application"
     r"|do not want (?:the|this|that|a) loan any ?more|changed my mind"),
    ("apply",
     r"\bapply(?: now| for| please| today)?\b(?! (?:with|together|jointly|as|to|alone|by))|let us "
     r"(?:do (?:it|this|that)|go(?: ahead)?\b|proceed|move)|go (?:ahead|with|for)\b|i (?:will"
     r"|would like"
     r"|want) (?:to )?(?:take|pick|choose|have|accept|get) (?:it|that|this|the|option|offer|number)"
     r"|(?:sign|put|count) me (?:up|in|down)\b|\bproceed\b|\bfile (?:it|that)\b"
     r"|\bsend it (?:in|off)\b|\bsubmit\b"
     r"|\bi accept\b|(?:^|i will |i would |let me "
     r"|i want to )take (?:the|that|this|option|offer)\b|move "
     r"forward|how (?:do|can) (?:i|we) (?:start|begin)\b|start (?:the|my|an) application"
     r"|ready to (?:go|apply|sign)|where do i sign"
     r"|lock it in|\btake it$|^(?:ok |okay |yes |then |please )*take it\b"
     r"|how (?:do|can|would) (?:i|we) (?:go ahead|proceed|sign up|take (?:it|this|that|the)"
     r"|get (?:it|this one|that one))"
     r"|sounds good let us|i want (?:that|this) (?:one|loan|offer)"),
    ("waive",
     r"waive|(?:drop|skip|remove|without|get rid of|lose|reduce|lower) (?:the |your |that |any )?"
     r"(?:\w+ )?fees?|give me a (?:discount|deal|break)|negotiat\w+|haggle"),
    ("match",
     r"(?:match|beat) (?:it|that|them|this|their|another|the|any|a)\b|can you (?:match|beat)"
     r"|do better than"),
    ("schedule",
     r"(?:payment|repayment|amorti[sz]ation|full|monthly) (?:schedule|plan|table)|schedule$"
     r"|month by month|break ?down (?:of )?(?:the |my |each )?payments?|how much of (?:each|the"
     r"|my) "
     r"payment|(?:goes|go) to (?:interest|principal)|remaining balance after"),
    ("compare",
     r"\bcompar\w+|which (?:one |loan |offer |option |of (?:these|them|those|the \w+) )*(?:is|are"
     r"|would|has"
     r"|have|costs?|should|do|saves|gives|wins|pays)|\bcheapest\b|cheaper (?:overall|in total|one)"
     r"|(?:lowest|least|smallest|littlest) (?:total|overall|interest|cost|payment|monthly)"
     r"|difference between"
     r"|side by side|\bversus\b|\bvs\b|best (?:deal|one|offer|option|value|choice|for me)"
     r"|what would "
     r"you (?:choose|pick|recommend|do)|(?:total|overall) cost (?:of (?:each|all|them|these))?"
     r"|costs? (?:me )?(?:the )?(?:least|less) (?:overall|in total|in the end)|recommend"
     r"|\b\d+(?: \w+)? (?:any )?better (?:than|or)\b|better (?:than|or) (?:the )?\d"),
    ("by_payment", r"(?:lowest|smallest|littlest|least|cheapest|easiest)(?: \w+){0,3}"
                   r" (?:payment|month|monthly)"),
    ("why_price",
     r"why(?: \w+){0,5} (?:rate|interest|apr|price|expensive|high|percent|percentage|much)\b"
     r"|(?:rate|interest|apr|that|it|this|payment|fee) (?:is|are|seems|looks|sounds"
     r"|feels) (?:\w+ ){0,3}"
     r"(?:high|steep|expensive|a lot|crazy|much|insane|excessive|pricey)\b|(?:high|steep) (?:rate"
     r"|interest|apr)|what (?:sets|drives|determines|affects|decides|goes into|moves) (?:the|my"
     r"|your)"
     r" (?:rate|price|interest|apr)|how (?:is|did you|do you|was) (?:\w+ )?(?:the |my "
     r"|this )?(?:rate"
     r"|price|interest|apr) |(?:lower|reduce|improve|bring down|cut|better) (?:the |my |that "
     r"|this |a )?"
     r"(?:rate|apr|interest)(?! payment)|best (?:rate )?you can do|any (?:better|lower)"
     r"|too expensive"),
    ("recourse",
     r"what (?:can|could|should|would|do|must) (?:i|we) (?:do|change|improve|need to (?:do|change))"
     r"|bring down|turn (?:this|it) around|so that (?:it"
     r"|the \w+(?: \w+)?) (?:works?|fits?)|(?:least|have to|need to) (?:\w+ ){0,4}change"
     r"|what would have to change"
     r"|how long until|when (?:can|could) (?:i"
     r"|we) (?:qualify|try)"
     r"|anything (?:else )?(?:i|we|that) (?:can|could|would)"
     r"|what (?:would|could|can|will|might) (?:help|work|fit|it take|make|change|need)|how (?:can"
     r"|could"
     r"|do|would|might) (?:i|we) (?:improve|fix|get (?:approved|there|it|a yes|this|the)|qualify"
     r"|make"
     r"|increase|raise|still get)|help me (?:qualify|get (?:it|there|this))|is there (?:any|a|some|"
     r"another) (?:other )?(?:way|option|chance)|(?:any|other|more|another) (?:other )?(?:options?"
     r"|ways?|alternatives?|ideas)\b|alternatives?|make (?:it|this) (?:work|fit|happen)|what else"
     r"|so what now|now what|what are my options|improve my (?:chances|odds|score|credit)"
     r"|(?:boost|build"
     r"|raise|repair|fix) my (?:score|credit)|next time"),
    ("why",
     r"\bwhy$|is (?:it|that|this) (?:just |only )?because\b|why (?:exactly |on earth |did you "
     r"|then )*(?:turn|declin\w+|reject\w*|den(?:y|ied)"
     r"|refuse\w*|not|no|is that|so|was|am|can|could|did|do i|does|is it|are you (?:saying"
     r"|refusing"
     r"|turning)|would|will|only|that|what|me|were|i)\b|what is the (?:reason|problem|issue|catch)"
     r"|\breasons?\b|how come|explain (?:the |your |this |that |it|why)|on what (?:basis|grounds)"
     r"|what (?:exactly |else )?(?:counts?|counted|speaks|spoke|held|is held|went|goes)"
     r" against (?:me|us|it|my)|what went wrong|what was (?:the )?(?:problem|reason|issue)"
     r"|(?:based|decided) on what|how did you (?:decide|come|get|arrive)|what makes it (?:fit"
     r"|not)"),
    ("afford",
     r"\d (?:a|per) month (?:is (?:my|the|our)|max\w*|tops|at (?:the )?most|or less)"
     r"|my (?:limit|max\w*|ceiling) is"
     r"|how (?:much(?! interest| more interest| (?:does|would|will) (?:it|that|this))|big|large)"
     r"(?: of)?(?: a)?(?: \w+){0,3}? (?:can|could|may|would|am|should|do"
     r"|will) (?:i|we)\b"
     r"(?!.*(?:owe|pay back|save|repay|interest))|(?:max|maximum|most|largest|biggest"
     r"|highest)(?: \w+){0,3}?"
     r" (?:i can|can i|could i|we can|i could|borrow|you (?:can|will|would) (?:lend|give))"
     r"|what (?:can|could|would|will) (?:she|he|they) (?:afford|get|borrow|buy)|what (?:can|could) "
     r"(?:i|we) (?:afford|get|borrow|buy)|how much (?:would|will|could|does) (?:that|it"
     r"|this) (?:get|buy)"
     r"|my budget is|(?:can|could) (?:i |we )?(?:only )?(?:afford|manage|spare|handle|do|pay)"
     r"\b(?=.*\b(?:a|per|each|every) (?:month|mo)\b)|comfortable with(?=.* month)|keep (?:it"
     r"|the payment|payments?) (?:under|below"
     r"|around)"
     r"|payment (?:of|under|below|around|at most|no more than)|how much (?:house|car|home|loan) "),
    ("why_ask",
     r"why (?:do |would |are |does |must )?(?:you|that|this|it|the bank|they)"
     r" (?:need|ask|asking|want|have to know"
     r"|matter|care"
     r"|require|wanna)|why (?:so many|all (?:these|the)) questions|why (?:my|the|our|her|his|their)"
     r" (?:\w+ )?(?:income|job|score|rent|debts?|age|address|state|work|salary|savings|phone"
     r"|e ?mail|name|ssn|price)(?: \w+)?$|what (?:has|does|do) (?:my|the|that|her|his)"
     r"(?: \w+){1,3} (?:to do with|matter)"
     r"|what do you need (?:my|the|her|his)(?: \w+){1,3} for"
     r"|why (?:does|do|is|are|would) (?:my|the|our|her|his|their)(?: \w+){1,3} (?:matter|count"
     r"|important|relevant|needed)"
     r"|(?:is|are) (?:that|this|it|these|all) (?:\w+ )?(?:necessary|needed|relevant"
     r"|required)"
     r"|what do you need (?:that|it|this|my \w+) for|do i (?:have"
     r"|need) to (?:tell"
     r"|answer|say|give|share)|what is (?:that|it|this) (?:for|got to do)"),
    ("qualify",
     r"(?:can|do) i get it or not|(?:do|would|could|can|will|did) (?:i|we) (?:even |actually "
     r"|still )?qualify|am i eligible"
     r"|(?:can|could|may) i (?:even |actually |still )?(?:get|have|take|do) (?:this|that|it|one"
     r"|a loan"
     r"|the loan)|does it fit|is (?:it|that|this) possible|would (?:it|that|this) work"),
    # -- talk ------------------------------------------------------------------------------------
    ("age", r"too (?:old|young)|my age|at my age|(?:is|am|are) \d\d (?:years old )?(?:is"
     r"|does) that"),
    ("human", r"\bwho (?:\w+ ){0,2}(?:decides?|approves?|waives?|authori\w+)\b.*\b(?:talk|speak)"
              r" (?:to|with) (?:them|him|her|that)\b|(?:someone|somebody|anyone) (?:to )?call me"
              r"|call me (?:back|about|at)"
              r"|talk it over with|(?:can|could|may|will) (?:a |an |some)?(?:human|real person"
              r"|somebody(?: real)?|someone(?: real)?|a person|colleague|(?:human )?advisor)"
              r"(?: please)? (?:look|go|help|talk|speak|write|chat|explain|walk|check|sit|do|take"
              r"|read)\b"
              r"|can not (?:somebody|someone|a person|a human)\b"
              r"|(?:do you have|have you got|is there|give me|get me|put me (?:on|through) to|want"
              r"|need|rather (?:have|talk to|speak (?:to|with))) (?:some|any)(?:body|one) "
              r"(?:(?:there|here|real|human|else|i can (?:talk|speak)|to (?:talk|speak))\b"
              r"|(?:who|that)(?: \w+){1,8}? not (?:you|a (?:bot|robot|machine|computer))\b)"
              r"|(?:talk|speak) (?:to|with) (?:some|any)(?:body|one)\b"),
    ("falsify",
     r"(?:make|makes|making|forge|fake|print|photoshop|buy)(?: me| my| us| some)? (?:\w+ )?"
     r"(?:(?:pay ?)?stubs?|pay ?slips?|bank statements?|w ?2s?)\b|fake (?:papers|documents|income)"
     r"|(?:put|set|write|enter|list) (?:down )?my (?:income|salary|earnings"
     r"|score)(?: down)? (?:at|as)\b"
     r"|(?:put|make|set|write|enter|list) (?:the |my |down |in )*(?:rent|debts?|payments?|bills"
     r"|obligations)(?: \w+)? (?:at|as|to|down as) (?:zero|nothing|none|0)\b"
     r"|(?:you|nobody|they|no one)"
     r" (?:can not|will not|will never|never) (?:check|know|verify|find out)"),
    ("coercion",
     r"(?:scared|afraid|terrified) of (?:him|her|them|my (?:husband|wife|partner|boyfriend|ex))"
     r"|(?:he|she|they) (?:is |are |will |keeps? )?(?:forc\w+|mak(?:e|es|ing)|threaten\w*"
     r"|pressur\w+|bull(?:y|ies|ying)) (?:me|us) (?:to|into|take|sign|borrow|if)"
     r"|i (?:will|would) regret it(?= .*\b(?:scared|afraid|do not want))"),
    ("discrimination",
     r"\b(?:this|that|it|your|the)(?: \w+)? (?:is|are|was|feels|looks|sounds)(?: like| just| pure)?"
     r" (?:discriminat\w+|racist|racism|sexist|sexism)\b"
     r"|is (?:it|that|this) because i am (?:a )?(?:black|white|brown|asian|hispanic|latin[oax]|gay"
     r"|muslim|jewish|woman|foreign\w*|immigrant|disabled|pregnant|trans\w*)"),
    ("injection",
     r"(?:turn into|act as|pretend (?:to be|you are)|become|play) (?:the|an?|my) (?:underwriter"
     r"|manager|banker|boss|admin\w*)\b|signs? off (?:on )?(?:my|the|any\w*|it)\b"
     r"|\bwe (?:have |had )?(?:already )?agreed (?:on|to|that)\b|confirm our (?:agreement|deal)"
     r"|\bapprove\b.*\bat (?:\d|one|zero)|(?:your|the) (?:system )?prompt\b"
     r"|\bi (?:hereby )?authori[sz]e|as (?:the|a|your) (?:\w+ )?(?:manager|admin\w*|developer)"
     r"|update the offer"),
    ("wants_after_all", r"(?:look at|see about|talk about|go on with|still (?:need|want|get))"
                        r"(?: \w+){0,3} ?loan\b"),
    ("wants_loan", r"(?:need|want|looking for|get|borrow)(?: \w+){0,3} (?:money|cash|loan|help"
                   r"|funds)\b"),
    ("near_domain",
     r"(?:credit|debit) card (?:limit|application|lost|stolen|number|fee|rewards?)|(?:lost|stolen"
     r"|block"
     r"|cancel|new|activate|replace|get a) (?:my |a )?(?:credit |debit )?card\b"
     r"|\b(?:wire|send|venmo) (?:some )?(?:money|funds|cash|it)\b|transfer (?:money"
     r"|funds"
     r"|\d+|cash)|(?:wire|bank) transfer|(?:account|card) balance|check my (?:balance|account)"
     r"|open (?:a|an"
     r"|another) (?:\w+ )?account|close my account|online banking|(?:my|the|reset|forgot"
     r"|forgotten) "
     r"(?:my )?(?:password|pin|login)|\batm\b|routing number|direct deposit|overdraft|mobile app"
     r"|check ?book|\bzelle\b|\biban\b|statement(?:s)? (?:for"
     r"|of) my account"
     r"|savings account|checking account|deposit a che(?:ck|que)"),
    ("tax_legal",
     r"\b(?:on|for|from|with|do) my tax(?:es)?\b|\bdeduct\w*"
     r"|tax (?:advice|deduct\w*|question|refund|return|break|write)|deductible|(?:write"
     r"|claim) (?:it|this"
     r"|that|the interest) (?:off|on)|legal advice|divorce (?:lawyer|settlement|advice)|\bwill and "
     r"testament|immigration (?:advice|lawyer)|should i (?:sue|file)|file my tax"),
    ("investment",
     r"bitcoin|\bbtc\b|crypto\w*|ethereum|dogecoin|stocks?\b|shares\b|\betfs?\b|index fund"
     r"|mutual fund"
     r"|invest(?:ing|ments?|or)? (?:in|advice|tips?|my)|where (?:should|do|can) i invest"
     r"|should i invest"
     r"|(?:gold|house|housing|home|silver|oil) (?:price|prices|market) (?:going|go|will|forecast"
     r"|next"
     r"|crash)|forex|day trad\w+|\bipo\b|should i (?:buy|rent) or (?:rent|buy)"),
    ("off_topic",
     r"\bweather\b|\bjokes?\b|\brecipes?\b|football|soccer|basketball|baseball|who won|world cup"
     r"|super bowl|president|election|politic\w*|\bpoems?\b|\bsongs?\b|tell me a story"
     r"|what time is it"
     r"|capital of|python|javascript|write (?:me )?(?:a |an |some )?(?:code|program|essay|script)"
     r"|movie"
     r"|horoscope|meaning of life|translate|how old are you|favou?rite|marry me|do you (?:love|like"
     r"|dream|sleep|eat|have feelings)|dinner|pizza|lottery numbers|homework|fly to|netflix"
     r"|dating"),
    ("upset",
     r"\bunfair\b|not fair|that sucks|disappoint\w*|\bugh+\b|too bad|bummer|what a shame"
     r"|so annoying|frustrat\w+|(?:that|it|this) is (?:so |just |really )?"
     r"(?:ridiculous|annoying|absurd|a shame)$"),
    ("hostile",
     r"\bthie(?:f|ves)\b|\bcrooks?\b|(?:a|damn|bad) joke|piece of|\bf+u+c+k\w*|\bshit\w*"
     r"|(?<!that )(?<!it )(?<!this )(?<!i )(?<!am )(?<!feel )\bstupid\b|\bidiot\w*"
     r"|\buseless\b|\bdumb\w*|\bmoron\w*|hate you"
     r"|screw you"
     r"|go to hell|piece of|you suck|this sucks|bull ?shit|\bwtf\b|\bcrap\b|shut up|\bgarbage\b"
     r"|asshole"
     r"|\bbitch\w*|\bscrew (?:this|that)|\bdamn (?:bot|machine|robot|you)|\blosers?\b|pathetic"),
    ("thanks",
     r"^(?:ok |okay |great |perfect |awesome |cool |alright |no )*(?:thanks|thank you|cheers"
     r"|many thanks"
     r"|much appreciated|appreciate it|i appreciate)\b|(?:thanks|thank you)(?: so much| a lot"
     r"| very much)?$"),
    ("bye",
     r"\b(?:bye|goodbye|good night|see you|see ya|take care)\b|that is (?:all|it)(?: for (?:now"
     r"|today))?$"
     r"|nothing else|i am (?:done|good|all set)$|have a (?:good|nice|great) (?:day|one|evening)"
     r"|no that is"
     r" (?:all|it)"),
    ("greeting",
     r"^(?:hi|hello|hey|heya|hiya|howdy|yo|greetings|good (?:morning|afternoon|evening|day)"
     r"|sup)\b"),
)  # fmt: skip
"""(topic, pattern). Hardship, complaints, "a human" and the like are signals of agent/language."""

POLICY: tuple[tuple[str, str], ...] = (
    ("alimony and child support",
     r"(?:have to|need to|must|should|supposed to|required to|okay to|ok to)(?: \w+){0,6}? "
     r"(?:alimony|child support|separate maintenance)"
     r"|(?:alimony|child support|separate maintenance)(?: \w+){0,8}? (?:have to|need to|must|should"
     r"|supposed to|required|count)"),
    ("how long records are kept",
     r"what (?:stays|remains|is kept|gets kept|do you keep|is left)\b(?: \w+){0,3} (?:side|end"
     r"|records?|files?|system|after)|how long (?:do|will|would) you (?:keep|store|hold|save)"),
    ("health stays private",
     r"(?:my|the|this|an?) (?:\w+ )?(?:condition|illness|disease|diagnosis|health|sickness"
     r"|disability|cancer)\b(?: \w+){0,4}? (?:counts?|held|hold|affects?|matters?|hurts?|against)"
     r"|(?:counts?|held|hold|hurt|affect)(?: \w+){0,5} (?:condition|illness|diagnosis|health)\b"
     r"|health detail(?: \w+)? (?:counts?|affects?|matters?|hurts?|against)"),
    ("debt limit", r"(?:cut ?off|ceiling|cap|limit|threshold)s? (?:on|for|of) (?:my |the |your )?"
                   r"(?:debts?|dti|bills|payments)\b|(?:debt|dti) (?:cut ?off|ceiling|cap|limit)"),
    ("documents",
     r"what (?:documents?|paperwork|papers|paper work|proof)|which (?:documents?|papers)"
     r"|documents? (?:do"
     r"|are|will|would|you)|paper ?work|what (?:do|will|would) (?:you|i) need (?:from me"
     r"|to (?:provide"
     r"|bring|send|upload|submit|show|apply))|need to (?:provide|bring|send|upload)"
     r"|(?:hand|bring|send|mail|drop|fax|take|turn|submit)(?: \w+){0,3}?(?: in| off| over)? (?:at"
     r"|to|by|in|through) (?:the |a |an |your |my |any |e )?(?:local |nearest )?(?:branch|office"
     r"|mail|post|counter|person)\b"
     r"|(?:mail|fax|post|email|bring|hand|drop|photocop\w+)(?: \w+){0,2} (?:copies|photocopies"
     r"|papers?|paper ?work|documents?)|paper (?:copies|copy)"
     r"|(?:letter|stub|slip|statement|tax returns?|documents?|papers?|w ?2|license|id)s?\b.*"
     r"\b(?:good enough|too old|still (?:ok|okay|good|valid|count)|recent enough"
     r"|will (?:that|it|this) do|accepted?|expired)"),
    ("fees",
     r"\bfees?\b|closing costs?|hidden (?:cost|charge)s?|origination|processing charge|late charge"
     r"|any (?:other )?(?:charges|costs)|extra costs|what does it cost to"),
    ("early repayment",
     r"(?:pay|paying|paid|repay|settle)(?: \w+){0,3} (?:off )?early|pre ?pay\w*"
     r"|early (?:repayment|payoff"
     r"|settlement)|penalt\w+|pay more than"),
    ("what can go wrong", r"\bat risk\b|what (?:can|could) go wrong|\brisks? (?:of|do|are|is"
     r"|with)"),
    ("collateral",
     r"collateral|what happens to (?:my|the) (?:gold|car|house|home|jewel\w+|necklace)|(?:is"
     r"|where)(?: \w+){0,3}"
     r" (?:gold|jewel\w+) (?:safe|stored|kept|insured)|lose my (?:gold|car|house|home|necklace"
     r"|jewel\w+)"
     r"|repossess\w*|lien|can i lose"),
    ("late payment",
     r"(?:miss|skip|late (?:with|on)|late for|what if i (?:am|pay) late"
     r"|forget)(?: \w+){0,3} (?:payment|pay)?"
     r"|pay late|move (?:my|the) due date|payment holiday"),
    ("worth it", r"worth it|is (?:it|this|that) (?:smart|wise|sensible)"
     r"|make sense|good idea|does it pay|pay off in the end"),
    ("paying while in school",
     r"(?:while|during)(?: \w+){0,3} (?:stud\w+|school|college)|pay(?: \w+){0,2} in school"),
    ("rates",
     r"what (?:are|is) (?:your|the) (?:\w+ )?(?:rates?|interest|apr)\b|current rates?|(?:fixed"
     r"|variable)"
     r" (?:rate|or)|rate fixed|rates? (?:for|on) (?:a |your )?\w+"),
    ("amounts and terms",
     r"(?:longest|shortest|maximum|max|minimum|min|smallest|largest|biggest)(?: \w+){0,3} (?:term"
     r"|tenor|loan"
     r"|amount|time|period|years?|months?|you (?:lend|offer))\b|how (?:long|many (?:years"
     r"|months)) (?:can|do"
     r"|may) (?:i|we|you|a|an|the|it)|how much do you lend"),
    ("process",
     r"how (?:does|do) (?:it|this|that|the (?:process|application)|everything|applying|you) work"
     r"|how long (?:does|will|until|till|before|would)|when (?:will|do|would) (?:i|the|my"
     r"|you) (?:get|money"
     r"|hear|receive|know)|what happens (?:next|after|then|if)|how (?:do|can) i apply\b"
     r"|next steps?|how fast"
     r"|how quickly"),
    ("credit score",
     r"(?:hurt|affect|lower|damage|impact|hit|harm|ding)(?: \w+){0,3} (?:score|credit)|(?:soft"
     r"|hard) (?:pull"
     r"|inquiry|check)|credit check|check my credit|(?:minimum|what|good"
     r"|which) (?:credit )?score (?:do|is|does)"
     r"|score do i need|need (?:a )?(?:good|perfect) credit"),
    ("who sees it", r"who (?:else )?(?:sees|can see|gets to see|has access)"),
    ("privacy",
     r"(?:my|the) (?:data|info\w*|details) (?:is |are )?(?:safe|secure|shared|private)|share my"
     r" (?:data|info\w*)|sell my (?:data|info\w*)"
     r"|privacy|is (?:this|it) (?:safe|secure)"
     r"|social security number"
     r"|\bssn\b"),
    ("in writing", r"in writing|on paper$|written (?:answer|reasons|decision|confirmation)"),
    ("rights",
     r"my rights|appeal|human review|reconsider\w*|second look|right to|notice of|how do i complain"
     r"|cancel after|cooling off|rescission|change my mind after|back out"),
    ("co-applicant",
     r"(?:have to|need to|must) be (?:a )?(?:family|related|relative|married|parent|spouse)"
     r"|who can (?:be|sign|apply)|(?:can|could|may) (?:i|we) (?:apply|sign|do (?:it"
     r"|this))(?: \w+){0,2} (?:with|together"
     r"|jointly)"
     r"|co ?sign\w*(?= .*(?:responsible|liable|need|help|remove|have to))|does my (?:spouse|wife"
     r"|husband"
     r"|partner)(?: \w+){0,2} (?:have|need) to|add (?:someone|somebody|a person) later"),
    ("who can get a loan",
     r"(?:too|how) (?:old|young)|age limit|minimum age|non ?citizens?|visa holder|green card"
     r"|immigrant"
     r"|(?:do|does|will|would)(?: \w+){0,4} (?:pension|social security|disability|benefits"
     r"|alimony|child "
     r"support|unemployment|tips|rent|savings?) count|self employed (?:people|person|ok|okay"
     r"|allowed)"
     r"|do you lend|do you (?:offer|have|do) (?:\w+ ){0,3}loans?|which loans|what (?:kind|types?"
     r"|sort) of "
     r"loans?|what loans|need to be a (?:customer|member)|minimum income"),
    ("insurance", r"\bpmi\b|mortgage insurance|(?:do i need|need) insurance|insurance required"),
    ("federal aid", r"fafsa|federal (?:loan|aid|student)|grants?\b|while (?:i am )?in school"),
)  # fmt: skip
"""Questions that the bank's policy answers; the first word is what is searched for."""

TERMS = (
    r"apr|annual percentage rate|dti|debt to income|ltv|loan to value|amorti[sz]ation|note rate"
    r"|principal|origination(?: fee)?|escrow|equity|lien|pmi|piti|collateral|co ?applicant"
    r"|co ?signer"
    r"|underwriter|underwriting|soft (?:pull|inquiry)|hard (?:pull|inquiry)|indicative(?: offer)?"
    r"|karat"
    r"|assay|balloon|deferment|grace period|appraisal|cash to close|closing|finance charge"
    r"|fixed rate"
    r"|foreclosure|gross(?: income)?|net(?: income)?|break even|amount financed|adverse action"
    r"|refinanc\w+"
    r"|rescission|secured|unsecured|prepayment|term|down payment|default|consolidation"
    r"|credit (?:score"
    r"|bureau)|loan estimate|auto ?debit|auto ?pay|payoff amount|obligations|front end"
)
_GLOSSARY = re.compile(
    rf"(?:what (?:is|are|does|do)|define|meaning of|explain|what do you mean by|mean by)"
    rf" (?:an? |the |by )?({TERMS})\b(?: mean| stand for)?|\b({TERMS}) (?:means?|stands? for) what"
    rf"|what (?:the )?({TERMS}) (?:is|are|means)"
    rf"|(?:understand|get|confus\w+ (?:by|about)|lost with)(?: what)?(?: the| this| that| an?)? "
    rf"({TERMS})\b"
)
_QUESTION = re.compile(
    r"^(?:and |so |but |ok |okay |also |oh |well |wait |then |now |hm+ |um+ |uh |ah |alright "
    r"|anyway )*(?:(?:in|for|by|at|until) (?=what|how"
    r"|which|when))?(?:what(?! (?:you|they|he|she) (?:have|hold|got|see|say|said|told|know|wrote"
    r"|show\w*)\b)|how|when|where|which|who|whose|can"
    r"|could|(?:do|does|did|is|are)(?! not)|will|would|should|may|am|why|if|explain|define|describe"
    r"|differen\w+|meaning of|tell me (?:about|more|how|what|why)"
    r"|list (?:me |us )?(?:the|all|what|which)|i (?:wonder"
    r"|am wondering|am curious))\b"
)

_SAID_BACK = re.compile(
    r"^\W*((?!(?:why|how|what|when|where|who|which|really|sure|huh|ok|okay|hello|hi|is|are|can|do"
    r"|does|will)\b)(?:(?:my|the|our|his|her) )?\w+(?: \w+)?)\?\s+(?=\S)",
    re.IGNORECASE,
)
"""One or two words of our question, said back before the answer."""
_RHETORICAL = re.compile(
    r"\b(?:can you (?:believe|imagine) (?:it|that|this)|would you believe (?:it|that)|who knows"
    r"|how about that|what can i (?:say|do)|what do i know|go figure|don'?t ask"
    r"|you know what i mean"
    r"|what a (?:mess|year|day)|isn'?t it (?:awful|crazy|great|funny))\b[?!]*",
    re.IGNORECASE,
)
"""Said with a sigh, and asking nothing."""
_COMPILED = tuple((topic, re.compile(pattern)) for topic, pattern in TOPICS)
_COMPILED_POLICY = tuple((topic, re.compile(pattern)) for topic, pattern in POLICY)


@lru_cache(maxsize=256)
def topics_of(plain_text: str) -> tuple[str, ...]:
    """List what a message is about, in the order of TOPICS.

    >>> topics_of("which is cheapest overall and what are my chances")
    ('odds', 'compare')
    """
    return tuple(topic for topic, pattern in _COMPILED if pattern.search(plain_text))


@lru_cache(maxsize=256)
def policy_topic(plain_text: str) -> str | None:
    """Return what to search the policy for, or None."""
    return next((t for t, pattern in _COMPILED_POLICY if pattern.search(plain_text)), None)


def glossary_term(plain_text: str) -> str | None:
    """Return the term whose meaning is asked.

    >>> glossary_term("what does dti mean"), glossary_term("what is a car worth")
    ('dti', None)
    """
    found = _GLOSSARY.search(plain_text)
    return next((g for g in found.groups() if g), None) if found else None


def is_question(text: str, plain_text: str) -> bool:
    """Tell whether a message asks something, in any of its sentences.

    A word said back with a question mark asks nothing: "House? Zillow says 410."

    >>> is_question("Rent? 900", "rent 900"), is_question("Rent? why", "rent why")
    (False, True)
    """
    text = _SAID_BACK.sub(r"\1, ", _RHETORICAL.sub(" ", text))
    plain_text = _RHETORICAL.sub(" ", plain_text).strip()
    if "?" in text or _QUESTION.match(plain_text):
        return True
    return any(_QUESTION.match(part.strip().lower()) for part in re.split(r"[.!;,\n]", text)[1:])
