"""Chinese annual rule-of-law-government reports as data; the public names, each loaded when it is first used."""

from importlib import import_module

_HOMES = {
    "count_characters": "characters",
    "fold": "characters",
    "squeeze": "characters",
    "list_furniture": "cleaning",
    "QUOTES": "coding.codebook",
    "load_codebook": "coding.codebook",
    "load_cues": "coding.codebook",
    "load_schemes": "coding.codebook",
    "code_items": "coding.coder",
    "SHARED_CODE": "coding.followup",
    "rank_answers": "coding.followup",
    "add_reports": "commands.add",
    "load_corrections": "corpus.corrections",
    "load_corpus": "corpus.load",
    "ISSUER_KINDS": "corpus.manifest",
    "LEVELS": "corpus.manifest",
    "compare_metadata": "corpus.metadata",
    "describe_reports": "corpus.metadata",
    "name_reports": "corpus.reports",
    "require_reports": "corpus.reports",
    "CorpusError": "errors",
    "find_citations": "extraction.citations",
    "find_programmes": "extraction.citations",
    "find_claims": "extraction.claims",
    "load_indicators": "extraction.indicators",
    "load_laws": "extraction.laws",
    "load_lexicon": "extraction.lexicon",
    "load_stopwords": "extraction.lexicon",
    "load_units": "extraction.units",
    "concordance": "extraction.words",
    "is_word": "extraction.words",
    "ngrams": "extraction.words",
    "segment": "extraction.words",
    "unite_forms": "extraction.words",
    "measure_agreement": "gold.agreement",
    "match_answers": "gold.answers",
    "score_answers": "gold.answers",
    "NO_CODE": "gold.blind",
    "add_filled": "gold.blind",
    "compare_gold": "gold.pairing",
    "compare_spans": "gold.pairing",
    "label_scores": "gold.scoring",
    "match_gold": "gold.pairing",
    "match_items": "gold.pairing",
    "same": "gold.scoring",
    "score": "gold.scoring",
    "score_pieces": "gold.scoring",
    "score_roles": "gold.scoring",
    "load_gold": "gold.tables",
    "draw_cloud": "output.clouds",
    "COLOURS": "output.figures",
    "DOUBLE": "output.figures",
    "FILLS": "output.figures",
    "SINGLE": "output.figures",
    "save": "output.figures",
    "show_items": "output.figures",
    "use_style": "output.figures",
    "corpus_folder": "places",
    "find_file": "places",
    "output_folder": "places",
    "list_items": "structure.items",
    "parse_outline": "structure.outline",
    "ROLE_LABELS": "structure.roles",
}
__all__ = sorted(_HOMES)


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module 'helpers' has no attribute {name!r}")
    return getattr(import_module(f"helpers.{_HOMES[name]}"), name)


def __dir__() -> list[str]:
    return __all__
