import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_neither_spacy_nor_torch_is_imported_for_a_run_and_spacy_can_be_afterwards():
    code = """
import sys, pipelines.corpus, pipelines.preferences
assert not {"spacy", "torch"} & set(sys.modules), "imported"
from curation.inflection import lemminflect
assert lemminflect.getAllLemmas("geese")["NOUN"] == ("goose",)
import spacy
"""
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
