"""Recipes: what people write wrongly is told in words that let them put it right."""

import pytest

from jobs import recipe
from jobs.errors import UsageError

NEEDED = ["input=dump.xml", "output=run"]


def test_shipped_recipe_runs_with_input_and_output_alone():
    loaded = recipe.load("wikipedia", NEEDED)
    assert (loaded.output, loaded.input) == ("run", "dump.xml")
    assert loaded.sequences.sequence_length == 4096


SOURCES = {
    "wikipedia": ["input=dump.xml"],
    "corpus": ["wikis.en.input=dump.xml", "tuples.input=a.tsv"],
    "preferences": ["wikis.en.input=dump.xml", "corrupted={}"],
}


@pytest.mark.parametrize("name", recipe.shipped())
def test_every_shipped_recipe_is_valid(name):
    assert recipe.load(name, ["output=run", *SOURCES[name]]).pipeline == name


def test_settings_reach_inner_fields_and_keep_their_types():
    loaded = recipe.load(
        "wikipedia", [*NEEDED, "sequences.sequence_length=512", "wiki.namespaces=[0, 14]", "exclusions=true"]
    )
    assert loaded.sequences.sequence_length == 512
    assert loaded.wiki.namespaces == (0, 14)
    assert loaded.exclusions is True


def test_a_path_may_hold_what_yaml_takes_for_syntax():
    loaded = recipe.load("wikipedia", ["input=[dump", "output=a: b"])
    assert (loaded.input, loaded.output) == ("[dump", "a: b")
    assert recipe.load("wikipedia", ["input=x", "output=2024-01-01"]).output == "2024-01-01"


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        (["ouput=x"], "did you mean output?"),
        (["sequences.sequence_lenght=5"], "did you mean sequences.sequence_length?"),
        (["nothing.like.that=5"], "unknown key nothing"),
        (["wiki.split_bytes=zero"], "wiki.split_bytes"),
        (["wiki.split_bytes=0"], "greater than 0"),
        (["rejected_limit=2"], "rejected_limit"),
        (["seed.x=2"], "seed is a value and has no fields"),
        (["--oops"], "is no setting"),
        (["pipeline=wikpedia"], "names one of corpus, preferences, wikipedia, and not"),
    ],
)
def test_a_wrong_setting_is_named_with_what_to_write(settings, told):
    with pytest.raises(UsageError, match=told.replace("?", r"\?")):
        recipe.load("wikipedia", [*NEEDED, *settings])


def test_a_wrong_key_inside_a_list_or_a_mapping_has_its_nearest():
    model = "{base_url: 'http://localhost:1/v1', model: m, sample: 2}"
    with pytest.raises(UsageError, match=r"did you mean responses\.models\.samples\?"):
        recipe.load("preferences", ["output=run", "runs=[x]", f"responses.models=[{model}]"])
    with pytest.raises(UsageError, match=r"did you mean wikis\.en\.wiki\.split_bytes\?"):
        recipe.load("corpus", ["output=run", "wikis.en.input=x", "wikis.en.wiki.split_byte=1"])


def test_a_missing_field_says_how_to_give_it():
    with pytest.raises(UsageError, match="output is missing: set it in the recipe or as output="):
        recipe.load("wikipedia", ["input=x"])


def test_an_unknown_recipe_names_the_nearest():
    with pytest.raises(UsageError, match="Did you mean wikipedia"):
        recipe.load("wikipeda", NEEDED)


@pytest.mark.parametrize(
    ("text", "told"), [("a: [", "is not YAML"), ("- 1", "holds list"), ("", "holds NoneType")]
)
def test_a_broken_recipe_file_is_an_error_that_names_it(tmp_path, text, told):
    path = tmp_path / "mine.yaml"
    path.write_text(text)
    with pytest.raises(UsageError, match=told) as caught:
        recipe.load(str(path), [])
    assert "mine.yaml" in str(caught.value)


def test_yaml_cannot_make_objects(tmp_path):
    path = tmp_path / "mine.yaml"
    path.write_text("pipeline: !!python/object/apply:os.system ['true']")
    with pytest.raises(UsageError, match="is not YAML"):
        recipe.load(str(path), [])
