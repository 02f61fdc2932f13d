"""Writes the figures of benchmarks/results into README.md, between its two benchmark comments.

python benchmarks/readme_table.py
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
BEGIN, END = "<!-- benchmarks -->", "<!-- /benchmarks -->"
# In the order of the table: what the fidelity benchmark calls it, what people call it.
CONSTRUCTS = {
    "table-cell": "table cells",
    "infobox-value": "infobox values",
    "formula": "formulas",
    "caption": "image captions",
    "list-item": "list items",
    "number-template": "numbers in templates",
    "sentence": "sentences",
}


def result(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((ROOT / "benchmarks" / "results" / f"{name}.json").read_text())
    return found


def fidelity() -> list[str]:
    about = result("wikitext_fidelity")
    dumps = [name for name in about["dumps"] if name != "demo"]
    lines = ["| kept, of what is in the source | items | this project | wikiextractor |", "|---|---|---|---|"]
    for kind, name in CONSTRUCTS.items():
        total = sum(about["dumps"][dump]["in_source"][kind] for dump in dumps)
        shares = [
            100 * sum(about["dumps"][dump]["converters"][who]["kept"][kind] for dump in dumps) / total
            for who in ("roae", "wikiextractor")
        ]
        lines.append(f"| {name} | {total:,} | {shares[0]:.2f} % | {shares[1]:.1f} % |")
    leaks = []
    for who in ("roae", "wikiextractor"):
        found = [about["dumps"][dump]["converters"][who] for dump in dumps]
        count = sum(sum(one["leaks"].values()) for one in found)
        leaks.append(20_000 * count / sum(one["characters"] for one in found))
    lines.append(f"| leaked markup per 20,000 characters | | {leaks[0]:.3f} | {leaks[1]:.3f} |")
    return lines


def speed() -> list[str]:
    rates = result("wikitext_speed")["pages_per_cpu_second"]
    lines = [
        "| dump to text, pages per CPU second | this project | wikiextractor | mwparserfromhell's tree |"
    ]
    lines.append("|---|---|---|---|")
    for dump, rate in rates.items():
        ours = rate["roae"]
        peers = [rate["wikiextractor"], rate["mwparserfromhell tree"]]
        cells = " | ".join(f"{peer:.0f} (we: {ours / peer:.1f} x)" for peer in peers)
        lines.append(f"| `{dump}` | {ours:.0f} | {cells} |")
    return lines


def tokens() -> str:
    about = result("tokenize_speed")
    ratio, rates = about["times_sentencepiece"], about["megabytes_per_cpu_second"]
    return (
        f"Tokenizing {about['megabytes']} MB of documents, with identical ids: "
        f"{ratio['roae, first pass']} times sentencepiece's own rate on the first pass, "
        f"{ratio['roae, second pass']} times once words were seen "
        f"({rates['sentencepiece']} MB per CPU second for sentencepiece in the same run)."
    )


def memory() -> str:
    about = result("memory")["peak_megabytes"]
    parts = [
        f"{times.replace(' x', ' times')}: {max(peaks.values()):.0f} MB" for times, peaks in about.items()
    ]
    return f"Peak memory of a whole run in one process, on a dump and on it made longer: {'; '.join(parts)}."


def web() -> list[str]:
    about = result("web_extraction")
    lines = [
        f"| main text of {about['pages']} web pages, 4-gram shingles | F1 | precision | recall | rate |",
        "|---|---|---|---|---|",
    ]
    names = {"roae": "this project", "trafilatura": "trafilatura", "readability-lxml": "readability-lxml"}
    for key, name in names.items():
        found, rate = about["quality"][key], about["speed"][key]["times_trafilatura"]
        figures = " | ".join(f"{found[figure]:.3f}" for figure in ("f1", "precision", "recall"))
        lines.append(f"| {name} | {figures} | {rate:.2f} x |")
    return lines


def stack_exchange() -> list[str]:
    about = result("stackexchange_speed")["sites"]
    lines = [
        "| Stack Exchange to text, posts per CPU second | this project | the stackexchange-dataset recipe |",
        "|---|---|---|",
    ]
    for site, found in about.items():
        rates = found["posts_per_cpu_second"]
        lines.append(
            f"| `{site}` | {rates['roae']:,.0f} ({rates['roae'] / rates['recipe']:.1f} x) "
            f"| {rates['recipe']:,.0f} |"
        )
    return lines


def cleaning() -> list[str]:
    signing = result("dedup_speed")["results"]["documents"]["megabytes_per_cpu_second"]
    rules = result("quality_speed")["corpora"]["plain"]["megabytes_per_cpu_second"]
    quality = result("dedup_quality")["results"]
    recall = {
        who: ", ".join(f"{quality[who]['recall'][level]:.3f}" for level in ("0.9", "0.8", "0.7"))
        for who in ("ours", "datatrove", "text-dedup")
    }
    return [
        "| cleaning, one core | this project | datatrove | others |",
        "|---|---|---|---|",
        f"| MinHash signatures, MB per CPU second | {signing['ours']:.0f} | {signing['datatrove']:.1f} | "
        f"rensa {signing['rensa']:.0f}, datasketch {signing['datasketch']:.0f} |",
        f"| quality rules, MB per CPU second | {rules['roae']:.1f} | {rules['datatrove']:.2f} | |",
        f"| recall of planted near-duplicates at Jaccard 0.9, 0.8, 0.7 | {recall['ours']} "
        f"| {recall['datatrove']} | text-dedup {recall['text-dedup']} |",
    ]


# Sources with fewer characters are one row together.
SMALL = 250_000


def funnel() -> list[str]:
    """The funnel of a real run: what each step left of each source, and what the rules dropped."""
    steps = result("funnel")["steps"]
    names = list(dict.fromkeys(step["step"] for step in steps))
    size = {step["source"]: step["characters_in"] for step in reversed(steps)}
    groups: dict[str, list[str]] = {}
    for source, characters in sorted(size.items(), key=lambda item: -item[1]):
        groups.setdefault(source if characters >= SMALL else "others", []).append(source)
    groups["all"] = list(size)
    lines = [
        f"| source | documents | characters | {' | '.join(names[:-1])} | tokens |",
        f"|---|{'---:|' * (len(names) + 2)}",
    ]
    for group, sources in groups.items():
        chosen = [step for step in steps if step["source"] in sources]
        first = [step for step in chosen if step["step"] == names[0]]
        characters = sum(step["characters_in"] for step in first)
        cells = [group, f"{sum(step['documents_in'] for step in first):,}", f"{characters:,}"]
        for name in names[:-1]:
            left = [step for step in chosen if step["step"] == name]
            share = sum(step["characters_left"] for step in left) / characters
            cells.append(f"{sum(step['documents_left'] for step in left):,} ({share:.1%})")
        last = [step for step in chosen if step["step"] == names[-1]]
        cells.append(f"{sum(step['tokens_left'] for step in last):,}")
        lines.append(f"| {' | '.join(cells)} |")
    losses: dict[tuple[str, str], int] = {}
    for step in steps:
        for loss in step["losses"]:
            key = (step["step"], loss["reason"])
            losses[key] = losses.get(key, 0) + loss["rows"]
    most = sorted(losses.items(), key=lambda item: -item[1])[:8]
    told = ", ".join(f"`{reason}` {rows:,} ({step})" for (step, reason), rows in most)
    return [*lines, "", f"Dropped most by: {told}."]


def training() -> list[str]:
    (dpo,) = result("train_dpo")["results"].values()
    pretrain = result("train_pretrain")["results"]
    lines = ["| training on a CPU, float32 | against | as fast | memory |", "|---|---|---|---|"]
    for kind, name in (("lora", "DPO, LoRA"), ("full", "DPO, all weights")):
        found = dpo["kinds"][kind]
        ours = found["settings"][found["fastest"]["roae"]]
        for who, one in found["settings"].items():
            if who.startswith("trl"):
                times = one["cpu_seconds_per_pair"] / ours["cpu_seconds_per_pair"]
                share = ours["peak_mib"] / one["peak_mib"]
                lines.append(
                    f"| {name} | TRL, {who.removeprefix('trl, ')} at once | {times:.1f} x | {share:.2f} x |"
                )
    for about in pretrain.values():
        peer = f"{about['best_of_transformers'].replace(', ', ' (', 1)}), its fastest"
        name = f"pretraining, {about['parameters'] / 1e6:.0f} million parameters"
        lines.append(
            f"| {name} | {peer} | {about['times_the_best']:.2f} x | {about['share_of_its_memory']:.2f} x |"
        )
    return lines


def main() -> None:
    text = "\n".join(
        [
            BEGIN,
            "## What a run keeps",
            "",
            "`roae funnel RUN` of one run over real dumps of every kind (two of the English Wikipedia six",
            "years apart, two of one Stack Exchange site, and others): documents left after each step, with",
            "their share of the characters.",
            "",
            *funnel(),
            "",
            "## Against the peers",
            "",
            "Measured on the English Wikipedia excerpts that gensim (2016) and wp2txt (2022) test with, on",
            "one core; each table is one run. `make bench` does the same on the bundled dump.",
            "",
            *fidelity(),
            "",
            "What is in the source is counted by mwparserfromhell's full parser, by the rules in",
            "`curation/fidelity`.",
            "",
            *speed(),
            "",
            tokens(),
            "",
            memory(),
            "",
            *web(),
            "",
            "Web pages: scrapinghub's article-extraction-benchmark, whose texts have no titles, so ours",
            "is left out here; the rate is in trafilatura's, all with their defaults.",
            "",
            *stack_exchange(),
            "",
            *cleaning(),
            "",
            *training(),
            END,
        ]
    )
    readme = ROOT / "README.md"
    before, rest = readme.read_text().split(BEGIN)
    after = rest.split(END)[1]
    readme.write_text(before + text + after)


if __name__ == "__main__":
    main()
