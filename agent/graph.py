"""One turn of the conversation, as a graph. Reads top to bottom in the order a turn happens."""

from typing import Any

from langgraph.graph import END, START, StateGraph

from agent import nodes
from agent.state import TurnState
from agent.turn_run import TurnRun


def build_graph(checkpointer: Any = None) -> Any:
    """Wire the turn: screen, converse, use tools, check the reply, speak.

    Where a step has a choice, what it returns says where to go: use tools or check the reply,
    speak or converse once more.
    Compiles with any LangGraph checkpointer; the product keeps its own log and needs none.
    """
    graph = StateGraph(TurnState, context_schema=TurnRun)
    graph.add_node("screen", nodes.screen)
    graph.add_node("converse", nodes.converse)
    graph.add_node("use_tools", nodes.use_tools)
    graph.add_node("check_reply", nodes.check_reply)
    graph.add_node("speak", nodes.speak)
    graph.add_edge(START, "screen")
    graph.add_edge("use_tools", "converse")
    graph.add_edge("speak", END)
    return graph.compile(checkpointer=checkpointer)
