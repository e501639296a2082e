"""Areas over the picture of a figure: invented marks, literal expected parts."""

from helpers.commands.areas import MOST, cover, lay_areas, list_areas


def mark(at=1, left="0.1", **given):
    told = {"at": str(at), "of": "2", "value": "3.5", "zh": "甲", "en": "A"}
    return told | {"left": left, "top": "0.25", "right": "0.3", "bottom": "0.5"} | given


def test_an_area_covers_its_mark_leads_to_its_anchor_and_tells_its_value():
    area = lay_areas([mark(zh='甲 "<b>"')], "marks/04-x.html")
    assert '<a href="marks/04-x.html#m1-2" tabindex="-1"><title>甲 &quot;&lt;b&gt;&quot;: 3.5</title>' in area
    assert '<rect x="10" y="25" width="20" height="25"/></a>' in area
    assert area.startswith('<svg viewBox="0 0 100 100" preserveAspectRatio="none" aria-hidden="true">')


def test_of_marks_in_one_place_the_first_has_the_area_and_what_is_not_drawn_has_none():
    areas = lay_areas([mark(1), mark(2), mark(3, left="0.2"), mark(4, left="")], "x.html")
    assert areas.count("<a ") == 2
    assert "#m1-2" in areas and "#m3-2" in areas


def test_no_areas_where_they_would_lie_over_each_other_or_nothing_is_drawn():
    many = [mark(at, left=str(at / MOST / 10)) for at in range(MOST + 1)]
    assert lay_areas(many, "x.html") == ""
    assert lay_areas(many[1:], "x.html").count("<rect") == MOST
    assert lay_areas([mark(left="")], "x.html") == ""


def test_a_picture_without_areas_stands_by_itself():
    assert cover("<img>", "") == "<img>"
    assert cover("<img>", "<svg></svg>") == '<span class="fazhi-marks"><img><svg></svg></span>'


def test_every_figure_whose_marks_are_noted(tmp_path):
    line = ",".join(mark().values())
    (tmp_path / "04-x.marks.csv").write_text(f"{','.join(mark())}\n{line}\n", encoding="utf-8-sig")
    (tmp_path / "04-y.json").write_text("{}", encoding="utf-8")
    areas = list_areas(tmp_path)
    assert list(areas) == ["04-x"]
    assert 'href="marks/04-x.html#m1-2"' in areas["04-x"]
