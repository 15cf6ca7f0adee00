"""Whether a message is in a language that the engine does not speak."""

import re

_FOREIGN_WORDS = re.compile(
    r"\b(?:hola|necesito|quiero|pr[eé]stamo|d[oó]lares|hablas|habla|espa[nñ]ol|gracias|buenos"
    r"|d[ií]as|carro|casa|dinero|cu[aá]nto|para|bonjour|besoin|voudrais|je|suis|argent|pr[eê]t"
    r"|ich|brauche|m[oö]chte|kredit|einen|euch|preciso|quero|empr[eé]stimo|ol[aá])\b",
    re.IGNORECASE,
)
_FOREIGN_LETTERS = re.compile(r"[\u0370-\u1fff\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7af]")
MOST_FOREIGN = 2


def in_another_language(text: str) -> bool:
    """Tell whether a message is not in English.

    >>> in_another_language("Hola, necesito un préstamo"), in_another_language("a casa loan")
    (True, False)
    """
    if len(_FOREIGN_LETTERS.findall(text)) > MOST_FOREIGN or "¿" in text:
        return True
    return len(_FOREIGN_WORDS.findall(text)) >= MOST_FOREIGN
