"""Chinese annual rule-of-law-government reports as data; the public names, each loaded when it is first used."""

from importlib import import_module

_HOMES = {
    "fold": "cleaning",
    "list_furniture": "cleaning",
    "QUOTES": "coding.coder",
    "code_items": "coding.coder",
    "load_codebook": "coding.coder",
    "load_cues": "coding.coder",
    "load_schemes": "coding.coder",
    "SHARED_CODE": "coding.followup",
    "match_answers": "coding.followup",
    "rank_answers": "coding.followup",
    "score_answers": "coding.followup",
    "CorpusError": "corpus.load",
    "ISSUER_KINDS": "corpus.load",
    "LEVELS": "corpus.load",
    "corpus_folder": "corpus.load",
    "count_characters": "corpus.load",
    "load_corpus": "corpus.load",
    "name_reports": "corpus.load",
    "output_folder": "corpus.load",
    "require_reports": "corpus.load",
    "compare_metadata": "corpus.metadata",
    "describe_reports": "corpus.metadata",
    "find_citations": "extraction.citations",
    "find_programmes": "extraction.citations",
    "load_laws": "extraction.citations",
    "find_claims": "extraction.claims",
    "load_indicators": "extraction.claims",
    "load_units": "extraction.quantities",
    "concordance": "extraction.words",
    "is_word": "extraction.words",
    "load_lexicon": "extraction.words",
    "load_stopwords": "extraction.words",
    "ngrams": "extraction.words",
    "segment": "extraction.words",
    "measure_agreement": "gold.agreement",
    "NO_CODE": "gold.blind",
    "add_filled": "gold.blind",
    "compare_gold": "gold.scoring",
    "compare_spans": "gold.scoring",
    "label_scores": "gold.scoring",
    "load_gold": "gold.scoring",
    "match_gold": "gold.scoring",
    "match_items": "gold.scoring",
    "same": "gold.scoring",
    "score": "gold.scoring",
    "score_pieces": "gold.scoring",
    "score_roles": "gold.scoring",
    "squeeze": "gold.scoring",
    "COLOURS": "output.figures",
    "DOUBLE": "output.figures",
    "FILLS": "output.figures",
    "SINGLE": "output.figures",
    "draw_cloud": "output.figures",
    "save": "output.figures",
    "show_items": "output.figures",
    "use_style": "output.figures",
    "list_items": "structure.items",
    "ROLE_LABELS": "structure.outline",
    "parse_outline": "structure.outline",
    "find_file": "tables",
}
__all__ = sorted(_HOMES)


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module 'helpers' has no attribute {name!r}")
    return getattr(import_module(f"helpers.{_HOMES[name]}"), name)


def __dir__() -> list[str]:
    return __all__
