"""Word clouds: what is drawn, how large, and what there is no room for."""

import matplotlib as mpl
import pandas as pd
import pytest
from matplotlib.text import Text
from PIL import ImageFont

from helpers.output import rendering
from helpers.output.charts import MOST_MM
from helpers.output.clouds import _font, clouds
from helpers.output.figures import save
from helpers.output.style import MM, use_style

mpl.use("agg")

WORDS = {"法治政府": 90, "政务服务": 70, "互联网+政务服务": 40, "1+2+N": 40, "AVATo": 30, "执法": 20, "一": 10}
MANY = {f"词语{number:03}": 1000 - number for number in range(200)}
REPORTS = pd.DataFrame({"sha256": ["0" * 64]}, index=["a"])


@pytest.fixture(autouse=True)
def style(monkeypatch):
    monkeypatch.setattr(rendering, "SCREEN_DPI", 80)  # small pictures: what is saved is not looked at here
    with mpl.rc_context():
        use_style()
        yield


def chart(*words, seed=1):
    """A cloud of each dictionary of words, named 甲, 乙, 丙 … by its place."""
    rows = [(f"县{at}", word, n) for at, one in enumerate(words) for word, n in one.items()]
    return clouds(pd.DataFrame(rows, columns=["cloud", "row", "value"]), unit="rate", seed=seed)


def sizes(drawn, language="zh"):
    figure = drawn.draw(language)
    words = {text.get_text(): text for ax in figure.axes for text in ax.texts}
    return {word: (text.get_fontsize(), *text.get_position()) for word, text in words.items()}


def test_every_word_is_larger_the_more_frequent():
    drawn = chart(WORDS)
    shown = sizes(drawn)
    assert set(shown) == set(WORDS)
    heights = [shown[word][0] for word in sorted(WORDS, key=WORDS.get)]
    assert heights == sorted(heights) and heights[0] == 8
    assert shown["互联网+政务服务"][0] == shown["1+2+N"][0]
    assert drawn.data["drawn"].all() and drawn.left_out("en") == ""
    assert "<img" in save(drawn, "02-cloud", caption=("词云。", "Cloud."), reports=REPORTS).data


def test_words_do_not_touch_and_have_one_colour():
    figure = chart({word: count for word, count in WORDS.items() if word != "一"}).draw("zh")
    figure.draw_without_rendering()
    texts = figure.axes[0].texts
    boxes = [text.get_window_extent() for text in texts]
    boxes = [box.padded(-0.15 * box.height) for box in boxes]  # an extent counts room for descenders, too
    assert not any(one.overlaps(two) for number, one in enumerate(boxes) for two in boxes[:number])
    assert {text.get_color() for text in texts} == {"#000000"}


def test_places_depend_on_seed_and_not_on_order_language_or_the_shaping_library(monkeypatch):
    drawn = sizes(chart(WORDS))
    assert sizes(chart(dict(reversed(WORDS.items())))) == drawn
    assert sizes(chart(WORDS), "en") == drawn
    assert sizes(chart(WORDS, seed=2)) != drawn
    monkeypatch.setattr(ImageFont.core, "HAVE_RAQM", False)
    _font.cache_clear()
    assert sizes(chart(WORDS)) == drawn


def test_equal_words_one_word_and_none():
    assert {size for size, *_ in sizes(chart(dict.fromkeys("甲乙丙", 5))).values()} == {8}
    assert list(sizes(chart({"甲": 1}))) == ["甲"]
    assert sizes(chart({"甲": 0, "乙": float("nan")})) == {}
    assert chart({"甲": 0}).alt("zh") == "1 幅词云（字号按每万字次数）。各幅最大的词：县0 –。"


def test_the_rarest_are_left_out_where_not_all_fit():
    drawn = chart(MANY)
    shown = sizes(drawn)
    words = list(shown)
    assert words == [f"词语{number:03}" for number in range(len(words))]
    assert 100 < len(words) < 200
    heights = [size for size, *_ in shown.values()]
    assert min(heights) == 8 and max(heights) >= 16
    assert drawn.data["drawn"].sum() == len(words)
    assert drawn.left_out("zh") == f"图中为前 {len(words)} 项，共 200 项；其余见 CSV。"


def test_a_word_wider_than_the_cloud_is_left_out():
    assert list(sizes(chart({"长" * 80: 9, "短": 1}))) == ["短"]
    assert chart({"长" * 80: 9}).data["drawn"].to_list() == [False]


@pytest.mark.parametrize(("count", "height"), [(1, 72), (2, 122.2), (14, MOST_MM)])
def test_clouds_stay_on_a_page(count, height):
    drawn = chart(*[WORDS] * count)
    figure = drawn.draw("en")
    assert figure.get_size_inches()[1] * MM == pytest.approx(height, abs=0.1)
    assert len(figure.axes) == min(count, 13)
    assert figure.axes[-1].texts[0].get_text() == ("法治政府" if count == 1 else f"县{min(count, 13) - 1}")
    assert bool(drawn.left_out("en")) == (count > 13)
    assert "<img" in save(drawn, "02-cloud", caption=("词云。", "Clouds."), reports=REPORTS).data


def test_a_word_without_glyph_has_a_substitute():
    shown = save(chart({"甲": 2, "\U0001f600": 1}), "02-cloud", caption=("词云。", "Cloud."), reports=REPORTS)
    assert "U+1F600" in shown.data


def test_english_stands_below_a_word_and_what_has_no_room_is_counted():
    english = {word: (word, f"{word} (administrative matter)") for word in MANY if word != "词语001"}
    data = pd.DataFrame({"cloud": "县0", "row": list(MANY), "value": list(MANY.values())})
    drawn = clouds(data, unit="rate", seed=1, labels=english)
    figure = drawn.draw("en")
    figure.draw_without_rendering()
    texts = figure.axes[0].texts
    words, below = ([text for text in texts if (text.get_text() in MANY) == chinese] for chinese in (True, False))
    assert {text.get_text() for text in below} == {"administrative matter"} and len(below) == len(words) - 1
    assert min(text.get_fontsize() for text in texts) == 8
    boxes = [text.get_window_extent() for text in texts]
    boxes = [box.padded(-0.15 * box.height) for box in boxes]
    assert not any(one.overlaps(two) for number, one in enumerate(boxes) for two in boxes[:number])
    assert drawn.left_out("en") == f"Drawn: the first {len(words)} of 200; the others are in the CSV."
    assert sizes(drawn) == sizes(clouds(data, unit="rate", seed=1))  # the Chinese cloud is what it was
    assert len(words) < drawn.data["drawn"].sum()


def test_english_clouds_stay_inside_the_figure_whatever_their_letters():
    english = {word: (word, f"{word} (matter)") for word in WORDS if word not in ("AVATo", "一")}
    for seed in range(1, 9):
        data = pd.DataFrame({"cloud": "县0", "row": list(WORDS), "value": list(WORDS.values())})
        figure = clouds(data, unit="rate", seed=seed, labels=english).draw("en")
        figure.draw_without_rendering()
        boxes = [text.get_window_extent() for text in figure.axes[0].texts]
        assert min(box.y0 for box in boxes) > -1 and max(box.y1 for box in boxes) < figure.bbox.y1 + 1


def test_clouds_of_long_names_are_told_apart():
    rows = [(f"某某省{'某' * 90}{end}", "执法", 2.0) for end in ("局 2021", "局 2022")]
    figure = clouds(pd.DataFrame(rows, columns=["cloud", "row", "value"]), unit="rate", seed=1).draw("zh")
    titles = [text.get_text() for text in figure.findobj(Text) if "某" in text.get_text()]
    assert len(set(titles)) == 2 and all(title.startswith("某某省某") and "…" in title for title in titles)


def places(figure):
    """Of each cloud its words: points, mm from the left, from below."""
    wide, high = figure.get_size_inches() * MM
    return [
        {
            text.get_text(): (
                text.get_fontsize(),
                round(float(text.get_position()[0] * ax.get_position().width * wide), 1),
                round(float(text.get_position()[1] * ax.get_position().height * high), 1),
            )
            for text in ax.texts
        }
        for ax in figure.axes
    ]


def test_a_seed_gives_the_same_sizes_and_places_everywhere():
    assert places(chart(WORDS).draw("zh")) == [
        {
            **{"法治政府": (68, 47.7, 3.9), "政务服务": (53, 84.0, 50.8), "1+2+N": (30.5, 131.7, 30.4)},
            **{"互联网+政务服务": (30.5, 15.7, 31.2), "AVATo": (23, 96.6, 38.5), "执法": (15.5, 143.5, 19.8)},
            "一": (8, 51.4, 54.4),
        }
    ]
    english = {word: (word, f"{word} ({'abcdefg'[at]}y)") for at, word in enumerate(WORDS) if word not in "AVATo一"}
    rows = pd.DataFrame({"cloud": "县0", "row": list(WORDS), "value": list(WORDS.values())})
    drawn = clouds(rows, unit="rate", seed=1, labels=english)
    assert places(drawn.draw("en")) == [
        {
            **{"法治政府": (68, 16.8, 7.6), "ay": (8, 16.8, 3.2), "政务服务": (53, 20.5, 38.5), "by": (8, 20.5, 33.7)},
            **{
                "1+2+N": (30.5, 129.4, 50.6),
                "dy": (8, 129.4, 47.6),
                "互联网+政务服务": (30.5, 29.8, 60),
                "cy": (8, 29.8, 56.6),
            },
            **{"AVATo": (23, 129.6, 64.4), "执法": (15.5, 135.9, 40.4), "fy": (8, 135.9, 36.5), "一": (8, 162.9, 35.1)},
        }
    ]
    assert drawn.alt("en").endswith("县0 法治政府 (ay), 政务服务 (by), 1+2+N (dy).")


def test_clouds_stand_two_beside_each_other_under_their_names():
    few = {"法治": 3, "执法": 2, "学": 1}
    figure = chart(few, few, few, few).draw("zh")
    first, *others = places(figure)
    assert first == {"县0": (8, 0, 72), "法治": (68, 9.9, 46.9), "执法": (38, 102.6, 24), "学": (8, 85.3, 42.5)}
    assert others == [
        {f"县{n}": (8, 0, 40), "法治": (37.5, 4.9, 26), "执法": (23, 39.4, 12), "学": (8, 44.7, 21.4)}
        for n in (1, 2, 3)
    ]
    assert [[round(float(side), 4) for side in ax.get_position().bounds] for ax in figure.axes] == [
        *([0, 0.5392, 1, 0.4304], [0, 0.2696, 0.4882, 0.2391], [0.5118, 0.2696, 0.4882, 0.2391], [0, 0, 0.4882, 0.2391])
    ]
    assert not any(ax.axison for ax in figure.axes)
    many = chart(*[few] * 13).draw("zh")
    assert [[round(float(side), 4) for side in ax.get_position().bounds] for ax in many.axes[::6]] == [
        *([0, 0.6719, 1, 0.3064], [0.5118, 0.336, 0.4882, 0.0903], [0.5118, 0, 0.4882, 0.0903])
    ]


def test_marks_of_clouds_lie_round_their_words():
    few = {"法治": 3, "执法": 2, "学": 1}
    marks = chart(few, few).marks
    assert marks[["cloud", "row", "ax"]].to_numpy().tolist() == [[f"县{n}", word, n] for n in (0, 1) for word in few]
    assert marks[["x0", "x1", "y0", "y1"]].round(3).to_numpy().tolist() == [
        *([0.058, 0.341, 0.623, 0.936], [0.603, 0.761, 0.316, 0.493], [0.502, 0.518, 0.586, 0.625]),
        *([0.06, 0.379, 0.619, 0.934], [0.474, 0.67, 0.279, 0.473], [0.538, 0.572, 0.527, 0.597]),
    ]


def test_what_goes_first_where_there_is_no_room():
    shown = sizes(chart(MANY))
    assert (len(shown), max(size for size, *_ in shown.values())) == (105, 16)
    assert [round(float(place), 3) for place in shown["词语104"]] == [8, 0.156, 0.701]
    some = sizes(chart(dict(list(MANY.items())[:60])))
    assert (len(some), max(size for size, *_ in some.values())) == (60, 25)
    assert sizes(chart({"长" * 59: 9})).keys() == {"长" * 59}
    assert sizes(chart({"长" * 60: 9})) == {}


def test_a_cloud_of_nothing_or_of_three_words_is_told():
    few = {"法治": 3, "执法": 2, "学": 1, "一": 0.5}
    assert chart(few, {"甲": 0}).alt("zh") == (
        "2 幅词云（字号按每万字次数）。各幅最大的词：县0 法治、执法、学；县1 –。"
    )
    assert chart(few, {"甲": 0}).left_out("zh") == ""
    assert chart(few, {"甲": 0}).data["drawn"].to_list() == [True] * 4 + [False]


def test_a_word_is_counted_where_its_cloud_has_it():
    drawn = chart({"法治": 3}, {"执法": 2, "法治": 0})
    assert drawn.data["drawn"].to_list() == [True, True, False]
    assert drawn.marks["row"].to_list() == ["法治", "执法"]


def test_the_name_of_a_cloud_is_cut_where_the_cloud_ends():
    rows = [(end * n, "执法", 2.0) for end, n in (("甲", 60), ("乙", 28), ("丙", 29))]
    figure = clouds(pd.DataFrame(rows, columns=["cloud", "row", "value"]), unit="rate", seed=1).draw("zh")
    assert [len(ax.texts[0].get_text()) for ax in figure.axes] == [59, 28, 28]
