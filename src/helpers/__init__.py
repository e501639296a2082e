"""Chinese annual rule-of-law-government reports as data; the public names, each loaded when it is first used."""

from importlib import import_module

_HOMES = {
    "CorpusError": "corpus",
    "corpus_folder": "corpus",
    "count_characters": "corpus",
    "load_corpus": "corpus",
    "name_reports": "corpus",
    "output_folder": "corpus",
    "require_reports": "corpus",
    "list_furniture": "cleaning",
    "compare_metadata": "metadata",
    "describe_reports": "metadata",
    "list_items": "items",
    "parse_outline": "outline",
    "ROLE_LABELS": "outline",
    "find_citations": "citations",
    "find_programmes": "citations",
    "load_laws": "citations",
    "find_claims": "claims",
    "load_indicators": "claims",
    "concordance": "words",
    "is_word": "words",
    "ngrams": "words",
    "load_lexicon": "words",
    "load_stopwords": "words",
    "segment": "words",
    "code_items": "coding",
    "load_codebook": "coding",
    "load_schemes": "coding",
    "rank_answers": "followup",
    "draw_cloud": "figures",
    "save": "figures",
    "show_items": "figures",
    "use_style": "figures",
}
__all__ = sorted(_HOMES)


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module 'helpers' has no attribute {name!r}")
    return getattr(import_module(f"helpers.{_HOMES[name]}"), name)


def __dir__() -> list[str]:
    return __all__
