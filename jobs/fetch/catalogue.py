"""The sources that `roae fetch` knows.

An address is here only if the publisher, or several public projects that use it, name it. A checksum is the
publisher's own, or one that a well-kept project has published for the same address; `found` says whose it is.
Nothing here was computed by us, so a file that has none is checked by its size alone.
"""

from __future__ import annotations

import difflib
from typing import Literal

from jobs.errors import UsageError
from jobs.fetch import common_crawl, stack_exchange
from jobs.fetch.model import Checksum, Licence, RemoteFile, Source
from jobs.fetch.wikimedia import wiki_source

_RAINBOW = "AI2's Rainbow (github.com/allenai/rainbow)"
_HF = "the dataset_infos.json of github.com/huggingface/datasets"
_TFDS = "the url_checksums of github.com/tensorflow/datasets"
_AI2 = "https://storage.googleapis.com/ai2-mosaic/public"
_TTIC = "https://home.ttic.edu/~kgimpel/comsense_resources"
_CSQA = "https://s3.amazonaws.com/commensenseqa"  # spelled so by its publisher
_PROTOQA = "https://raw.githubusercontent.com/iesl/protoqa-data/9fb72b4e7d41a7d3a9766c33ef66c78d7a100b41/data"
_MPI = "https://www.mpi-inf.mpg.de/fileadmin/inf/d5/research"
_MPI_CLOUD = "https://nextcloud.mpi-klsb.mpg.de/index.php/s"

_CC_BY = Licence("CC-BY-4.0", "Creative Commons Attribution 4.0: name the authors.")


def _sha256(value: str, found: str) -> Checksum:
    algorithm: Literal["sha256"] = "sha256"
    return Checksum(algorithm, value, found)


def _unstated(what: str) -> Licence:
    return Licence("NOASSERTION", what)


_WIKIS = ("enwiki", "simplewiki", "enwikiversity", "enwikibooks", "enwikivoyage")

_OTHERS = (
    Source(
        name="stackexchange",
        title="Stack Exchange, all sites, April 2024 or by --date",
        description=(
            "One 7z archive per site (Stack Overflow: one per table) of the last dump that the publisher put "
            "on archive.org, April 2024. Since July 2024 it gives dumps to logged-in users only, quarterly, "
            "on their settings page; --date takes what others have uploaded to archive.org since. About "
            "100 GB: choose sites with --only, such as 'physics.stackexchange.com.7z'."
        ),
        homepage="https://archive.org/details/stackexchange",
        licence=Licence(
            "CC-BY-SA-4.0 AND CC-BY-SA-3.0 AND CC-BY-SA-2.5",
            "CC BY-SA by date of each post (its ContentLicense): 2.5 before 2011-04-08, 3.0 before "
            "2018-05-02, 4.0 since. Name site, question and authors, with links.",
        ),
        listing=stack_exchange.release,
        dates="20250331 for archive.org's stackexchange_20250331; the publisher's last dump without it",
    ),
    Source(
        name="commoncrawl",
        title="Common Crawl: a crawl's list of WARC files, or some",
        description=(
            "Fetches the list of a crawl's WARC files. --only fetches those that match, about 1 GB each: "
            "--only '*-00000.warc.gz'. Common Crawl publishes no checksums."
        ),
        homepage="https://commoncrawl.org/get-started",
        licence=Licence(
            "LicenseRef-Common-Crawl-Terms-of-Use",
            "Common Crawl's terms: https://commoncrawl.org/terms-of-use. The pages stay their owners'.",
        ),
        listing=common_crawl.release,
        dates="a crawl, CC-MAIN-2024-10 or 2024-10; the newest without it",
    ),
    Source(
        name="atomic2020",
        title="ATOMIC 2020: if-then and everyday knowledge",
        description="1.33 million tuples of 23 relations, in train, dev and test (TSV).",
        homepage="https://allenai.org/data/atomic-2020",
        licence=Licence("CC-BY-4.0", "CC-BY, as its repository github.com/allenai/comet-atomic-2020 says."),
        files=(
            RemoteFile(
                "atomic2020_data-feb2021.zip",
                "https://ai2-atomic.s3-us-west-2.amazonaws.com/data/atomic2020_data-feb2021.zip",
            ),
        ),
    ),
    Source(
        name="atomic2019",
        title="ATOMIC 2019: if-then knowledge about events",
        description="24,313 events with what people say of them in nine dimensions (CSV).",
        homepage="https://homes.cs.washington.edu/~msap/atomic/",
        licence=_CC_BY,
        files=(
            RemoteFile(
                "atomic_data.tgz",
                f"{_AI2}/atomic/v1.0/atomic_data.tgz",
                19_083_782,
                _sha256("f22779944e6613044d530875dd9592a333be2e3cb83d25493b36bba7c59b2ba9", _HF),
            ),
        ),
    ),
    Source(
        name="conceptnet",
        title="ConceptNet 5.7: all assertions, all languages",
        description="34 million edges as tab-separated lines with JSON (csv.gz).",
        homepage="https://github.com/commonsense/conceptnet5/wiki/Downloads",
        licence=Licence("CC-BY-SA-4.0", "CC BY-SA 4.0; each line names its own licence and sources."),
        files=(
            RemoteFile(
                "conceptnet-assertions-5.7.0.csv.gz",
                "https://s3.amazonaws.com/conceptnet/downloads/2019/edges/conceptnet-assertions-5.7.0.csv.gz",
                497_963_447,
                _sha256("accd65fe94038584295574ddc26e1500c1919c8c4532bf771811cafd0948af7e", _HF),
            ),
        ),
    ),
    Source(
        name="cn100k",
        title="CN-100K: ConceptNet tuples as plain phrases",
        description="100,000 scored tuples to train on, and ones labelled true or false (txt.gz).",
        homepage="https://home.ttic.edu/~kgimpel/commonsense.html",
        licence=_unstated("The page states none; the tuples are ConceptNet's, which is CC BY-SA 4.0."),
        files=(
            RemoteFile(
                "train100k.txt.gz",
                f"{_TTIC}/train100k.txt.gz",
                checksum=_sha256(
                    "a44a27fc0c6f5d4a426a935cdb6c02c101efba69f34346b0b627ee7c7d17a64e", _RAINBOW
                ),
            ),
            RemoteFile(
                "dev1.txt.gz",
                f"{_TTIC}/dev1.txt.gz",
                checksum=_sha256(
                    "b101d1b27d1862190674470911326297d0de5df58a36a2acd6c0f17b289a90fc", _RAINBOW
                ),
            ),
            RemoteFile(
                "dev2.txt.gz",
                f"{_TTIC}/dev2.txt.gz",
                checksum=_sha256(
                    "fd3c7a41dd280581de03c1b62197fd1af5c1f810846dfed048d71f2cebd13ded", _RAINBOW
                ),
            ),
            RemoteFile("test.txt.gz", f"{_TTIC}/test.txt.gz"),
            RemoteFile("train300k.txt.gz", f"{_TTIC}/train300k.txt.gz", optional=True),
        ),
    ),
    Source(
        name="quasimodo",
        title="Quasimodo 1.2: commonsense properties of things",
        description="Scored statements from search queries and questions (TSV in a zip, about 110 MB).",
        homepage="https://quasimodo.r2.enst.fr/",
        licence=Licence("CC-BY-2.0", "Data and code are CC BY 2.0: name the authors."),
        files=(RemoteFile("quasimodo-v1.2.zip", f"{_MPI}/quasimodo/quasimodo-v1.2.zip"),),
    ),
    Source(
        name="quasimodo43",
        title="Quasimodo 4.3: the larger, later edition",
        description="From a shared folder at its authors' institute, called Latest there (TSV).",
        homepage="https://quasimodo.r2.enst.fr/",
        licence=Licence("CC-BY-2.0", "Data and code are CC BY 2.0: name the authors."),
        files=(
            RemoteFile(
                "quasimodo43.tsv",
                f"{_MPI_CLOUD}/Sioq6rKP8LmjMDQ/download?path=%2FLatest&files=quasimodo43.tsv",
            ),
        ),
    ),
    Source(
        name="ascent",
        title="ASCENT 1.0: assertions with facets and sources",
        description="8.9 million assertions with places, times, purposes and source sentences (JSON lines).",
        homepage="https://ascent.mpi-inf.mpg.de/",
        licence=_CC_BY,
        files=(
            RemoteFile(
                "ascent-v1.0.0.json.gz",
                f"{_MPI_CLOUD}/dFLdTQHqiFrt3Q3/download",
                710_727_536,
                _sha256("51fd88a07bca4fa48a9157dd1d93d9bac88ad2b38b5eae662d2cbfad47895016", _HF),
            ),
        ),
    ),
    Source(
        name="ascentpp",
        title="ASCENT++: refined, with typicality and saliency",
        description="2 million assertions about 8,000 concepts (CSV in a tar.gz, about 68 MB).",
        homepage="https://ascentpp.mpi-inf.mpg.de/",
        licence=_CC_BY,
        files=(RemoteFile("ascentpp.csv.tar.gz", f"{_MPI}/ascentpp/ascentpp.csv.tar.gz"),),
    ),
    Source(
        name="commonsenseqa",
        title="CommonsenseQA: multiple choice",
        description="12,102 questions with five answers each; the test part has no solutions (JSON lines).",
        homepage="https://www.tau-nlp.org/commonsenseqa",
        licence=Licence(
            "MIT", "MIT, as its authors say at github.com/jonathanherzig/commonsenseqa/issues/5."
        ),
        files=(
            RemoteFile(
                "train_rand_split.jsonl",
                f"{_CSQA}/train_rand_split.jsonl",
                3_785_890,
                _sha256("58ffa3c8472410e24b8c43f423d89c8a003d8284698a6ed7874355dedd09a2fb", _HF),
            ),
            RemoteFile(
                "dev_rand_split.jsonl",
                f"{_CSQA}/dev_rand_split.jsonl",
                471_653,
                _sha256("3210497fdaae614ac085d9eb873dd7f4d49b6f965a93adadc803e1229fd8a02a", _HF),
            ),
            RemoteFile(
                "test_rand_split_no_answers.jsonl",
                f"{_CSQA}/test_rand_split_no_answers.jsonl",
                423_148,
                _sha256("b426896d71a9cd064cf01cfaf6e920817c51701ef66028883ac1af2e73ad5f29", _HF),
            ),
        ),
    ),
    Source(
        name="socialiqa",
        title="Social IQa: multiple choice about people",
        description="35,364 questions of train and dev (JSON lines in a zip).",
        homepage="https://leaderboard.allenai.org/socialiqa/submissions/get-started",
        licence=_unstated("The publisher states none beside the download; ask allenai.org."),
        files=(
            RemoteFile(
                "socialiqa-train-dev.zip",
                f"{_AI2}/socialiqa/socialiqa-train-dev.zip",
                2_198_056,
                _sha256("ee073914a0fc33265cfbcfc50ec20df9b2e07809c3f420f599138d1f394ef5c3", _RAINBOW),
            ),
        ),
    ),
    Source(
        name="piqa",
        title="PIQA: two ways to do a thing, which one works",
        description="17,951 questions of train and dev (JSON lines in a zip).",
        homepage="https://yonatanbisk.com/piqa/",
        licence=_unstated("The publisher states none beside the download; ask its authors."),
        files=(
            RemoteFile(
                "physicaliqa-train-dev.zip",
                f"{_AI2}/physicaliqa/physicaliqa-train-dev.zip",
                1_824_009,
                _sha256("54d32a04f59a7e354396f321723c8d7ec35cc6b08506563d8d1ffcc15ce98ddd", _RAINBOW),
            ),
        ),
    ),
    Source(
        name="openbookqa",
        title="OpenBookQA: school science, with its facts",
        description="5,957 questions and the 1,326 facts of the open book (JSON lines in a zip).",
        homepage="https://allenai.org/data/open-book-qa",
        licence=_unstated("The publisher states none beside the download; ask allenai.org."),
        files=(
            RemoteFile(
                "OpenBookQA-V1-Sep2018.zip",
                "https://s3-us-west-2.amazonaws.com/ai2-website/data/OpenBookQA-V1-Sep2018.zip",
                1_446_098,
                _sha256("82368cf05df2e3b309c17d162e10b888b4d768fad6e171e0a041954c8553be46", _TFDS),
            ),
        ),
    ),
    Source(
        name="protoqa",
        title="ProtoQA: what most people would answer",
        description="9,762 survey questions with counted answers (JSON lines), at a fixed commit.",
        homepage="https://github.com/iesl/protoqa-data",
        licence=_CC_BY,
        files=(
            RemoteFile(
                "protoqa_train.jsonl",
                f"{_PROTOQA}/train/protoqa_train.jsonl",
                6_587_901,
                _sha256("3387c658053ceca6eec3261d2d0b03da4109eb05fa6480b6d02a577714f867e2", _HF),
            ),
            RemoteFile(
                "protoqa_scraped_dev.jsonl",
                f"{_PROTOQA}/dev/protoqa_scraped_dev.jsonl",
                765_031,
                _sha256("906385430e473ce7b63e82caa9db34e1f55571a6afcbccfb518308f009bc8af7", _HF),
            ),
            RemoteFile(
                "crowdsource_dev.jsonl",
                f"{_PROTOQA}/dev/crowdsource_dev.jsonl",
                115_704,
                _sha256("bbf9113ad57d68937de9367a48bc4994f39d14f4e7a5cd1114b1de0509de4434", _HF),
            ),
        ),
    ),
    Source(
        name="record",
        title="ReCoRD: cloze questions on news, as in SuperGLUE",
        description="120,000 queries on news passages (JSON lines in a zip), in SuperGLUE's second edition.",
        homepage="https://sheng-z.github.io/ReCoRD-explorer/",
        licence=_unstated("Its page names licences by the passages' origin (CNN, Daily Mail); look there."),
        files=(
            RemoteFile(
                "ReCoRD.zip",
                "https://dl.fbaipublicfiles.com/glue/superglue/data/v2/ReCoRD.zip",
                checksum=_sha256(
                    "30c7b651ab21b8bf8fab986495cd1084333010e040548f861b839eec0044ac18", _RAINBOW
                ),
            ),
        ),
    ),
)


def sources() -> list[Source]:
    """All that are listed. Any other Wikimedia wiki can be named too."""
    wikis = [source for name in _WIKIS if (source := wiki_source(name)) is not None]
    return [*wikis, *_OTHERS]


def find(name: str) -> Source:
    """The source of this name. Raises UsageError, naming the nearest one, for a name that is unknown."""
    known = {source.name: source for source in sources()}
    source = known.get(name) or wiki_source(name)
    if source is None:
        near = nearest(name)
        hint = f" Did you mean {near}?" if near else ""
        raise UsageError(f"no source is called {name!r}.{hint} `roae fetch` lists them all.")
    return source


def nearest(name: str) -> str:
    """The listed name that looks most like this one; empty if none does."""
    names = [source.name for source in sources()]
    return next(iter(difflib.get_close_matches(name.lower(), names, n=1)), "")
