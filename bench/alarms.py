"""How often words are called different where nothing is: the permutation of issuers, beside what is not used.

    python bench/alarms.py [--simulations 1000] [--seed 1] [--factor 3]

Each simulation draws a corpus in which kinds of issuers differ in no word: one to five reports each, of unequal length;
a word's rate varies by issuer and by report (gamma), so that issuers repeat themselves and words come in bursts. Half
of the words change over the years and with the level, and the first kind has more cities and later years: strata are
to take that out. Printed: the share of words with p ≤ .05, and of simulations with a word of q ≤
.05 after Benjamini and Hochberg (which is its rate of false discoveries where all are false), for each way of testing;
every hundred simulations what there is so far. With OMP_NUM_THREADS=1 a simulation takes .24 s of processor time.
With `--factor` one word a simulation is that many times as frequent in the first kind: the share in which it is found.
"""

import argparse
from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy.stats import chi2, false_discovery_control, mannwhitneyu, norm

from helpers.comparison.keyness import compare_words, permute_words

LEVEL = 0.05
WORDS, DRAWS = 60, 1_999
ONE, OTHER = (10, 20), (14, 40)  # issuers of a kind, from and to
REPORTS, YEARS = (1, 6), range(2018, 2024)
LENGTH, ISSUER_SPREAD, REPORT_SPREAD = 5_000, 0.5, 0.25  # characters; standard deviations of the logarithm
ISSUER_SHAPE, REPORT_SHAPE = 2.0, 1.0  # of the gamma distributions: squared variation 1/2, 1
RATES = (1, 30)  # of a word in 10,000 characters, drawn on a logarithmic scale
CITIES = 0.5, 0.25  # of the issuers of either kind
LATER = 0.25  # how much likelier each year is than the one before it, in the first kind
TREND, CITY = 0.15, 0.5  # standard deviations of the logarithm of what a year and a city change, in half of the words
EVERY = 100  # simulations, what was found so far is printed


class Corpus(NamedTuple):
    """Counts by report and word, the reports with unit, n_chars, stratum, and which are of the first kind."""

    counts: pd.DataFrame
    reports: pd.DataFrame
    one: pd.Series


def draw_corpus(random: np.random.Generator, factor: float = 1.0) -> Corpus:
    """A corpus in which the kinds differ in nothing, or in the first word alone by a factor."""
    issuers = random.integers(*ONE), random.integers(*OTHER)
    kind = np.repeat([True, False], issuers)
    times = random.integers(*REPORTS, len(kind))
    issuer = np.repeat(np.arange(len(kind)), times)
    likely = (1 + LATER) ** np.arange(len(YEARS))
    chances = {True: likely / likely.sum(), False: np.full(len(YEARS), 1 / len(YEARS))}
    years = [random.choice(YEARS, n, replace=False, p=chances[k]) for n, k in zip(times, kind.tolist(), strict=True)]
    year = np.concatenate(years)
    city = random.random(len(kind)) < np.where(kind, *CITIES)
    size = random.normal(0, ISSUER_SPREAD, len(kind))[issuer] + random.normal(0, REPORT_SPREAD, len(issuer))
    length = np.round(LENGTH * np.exp(size))
    rate = np.exp(random.uniform(*np.log(RATES), WORDS))
    of_issuer = random.gamma(ISSUER_SHAPE, 1 / ISSUER_SHAPE, (len(kind), WORDS))[issuer]
    of_report = random.gamma(REPORT_SHAPE, 1 / REPORT_SHAPE, (len(issuer), WORDS))
    trend, lift = random.normal(0, TREND, WORDS), random.normal(0, CITY, WORDS)
    trend[::2] = lift[::2] = 0
    drift = np.exp(np.outer(year - YEARS[0], trend) + np.outer(city[issuer], lift))
    mean = rate * drift * of_issuer * of_report * length[:, None] / 10_000
    mean[:, 0] *= np.where(kind[issuer], factor, 1)
    counts = pd.DataFrame(random.poisson(mean), columns=[f"w{i}" for i in range(WORDS)])
    counts["rest"] = np.maximum(length / 4 - counts.sum(axis=1), 1).astype(int)  # four characters a counted word
    strata = [f"{of} · {when}" for of, when in zip(np.where(city[issuer], "city", "county"), year, strict=True)]
    reports = pd.DataFrame({"unit": issuer.astype(str), "n_chars": length, "stratum": strata})
    return Corpus(counts, reports, pd.Series(kind[issuer]))


def test_words(corpus: Corpus, *, seed: int) -> pd.DataFrame:
    """p of every word above the floor, a column a way of testing."""
    counts, reports, one = corpus
    prior = counts.sum(axis=1).median() * counts.sum() / counts.to_numpy().sum()
    found = compare_words(counts, reports, one, ~one, prior).drop(index="rest", errors="ignore")
    own, plain = counts[found.index], reports.assign(stratum="")
    rates = own.div(reports["n_chars"], axis=0)
    expected = own.sum() * counts[one].to_numpy().sum() / counts.to_numpy().sum()
    seen = own[one].sum(), own[~one].sum()
    means = expected, own.sum() - expected
    g2 = 2 * sum(k * np.log(k.where(k > 0, 1) / mean) for k, mean in zip(seen, means, strict=True))
    return pd.DataFrame({
        "permuted issuers, no strata": permute_words(own, plain, one, ~one, draws=DRAWS, seed=seed),
        "permuted issuers, strata": permute_words(own, reports, one, ~one, draws=DRAWS, seed=seed),
        "rank sum over reports": mannwhitneyu(rates[one], rates[~one]).pvalue,
        "z of log odds": 2 * norm.sf(found["z"].abs()),
        "G2 of pooled counts": chi2.sf(g2, 1),
    })  # fmt: skip


def simulate(at: int, seed: int, factor: float) -> list[dict[str, object]]:
    """What each way of testing calls different in simulation `at`: a row a way that can say anything."""
    nothing = test_words(draw_corpus(np.random.default_rng([seed, at])), seed=at)
    planted = test_words(draw_corpus(np.random.default_rng([seed, at]), factor), seed=at)
    rows: list[dict[str, object]] = []
    for way in nothing:
        p, also = nothing[way].dropna(), planted[way].dropna()
        if len(p):
            q = false_discovery_control(also) if len(also) else []
            rows.append({
                "way": way,
                "words": len(p),
                "alarms": (p <= LEVEL).sum(),
                "any": (false_discovery_control(p) <= LEVEL).any(),
                "found": dict(zip(also.index, q, strict=True)).get("w0", 1) <= LEVEL,
            })  # fmt: skip
    return rows


def report(rows: list[dict[str, object]]) -> None:
    print(f"{'':30} simulations   words  p ≤ {LEVEL}  any q ≤ {LEVEL}  planted found")
    for way, part in pd.DataFrame(rows).groupby("way", sort=False):
        share, any_, found = part["alarms"].sum() / part["words"].sum(), part["any"].mean(), part["found"].mean()
        print(f"{way:30} {len(part):11} {part['words'].sum():7} {share:9.3f} {any_:13.3f} {found:14.3f}", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description="How often words are called different where nothing is.")
    parser.add_argument("--simulations", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--factor", type=float, default=3.0)
    arguments = parser.parse_args()
    rows: list[dict[str, object]] = []
    for at in range(arguments.simulations):
        rows += simulate(at, arguments.seed, arguments.factor)
        if (at + 1) % EVERY == 0 or at + 1 == arguments.simulations:
            print(f"{at + 1} simulations, seed {arguments.seed}, {DRAWS} draws, factor {arguments.factor:g}")
            report(rows)


if __name__ == "__main__":
    main()
