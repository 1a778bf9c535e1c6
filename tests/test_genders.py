import pytest

from kg.annotate.genders import Genders

HE, SHE = "he", "she"


@pytest.fixture(scope="module")
def genders(lexicon):
    return Genders(lexicon)


def test_every_pronoun_and_first_name_is_of_one_gender(lexicon):
    one, other = lexicon.genders
    assert not one.pronouns & other.pronouns
    assert not one.first_names & other.first_names
    assert one.pronouns | other.pronouns == lexicon.words("personPronoun")


@pytest.mark.parametrize(
    ("name", "pronoun"),
    [("Jane Roe", SHE), ("John Smith", HE), ("Ms. Roe", SHE), ("Jane", None), ("Kim Roe", None)],
)
def test_of_name_goes_by_the_first_of_several_names(genders, name, pronoun):
    assert genders.of_name(name) == (pronoun and genders.of_pronoun(pronoun))


def test_settle_keeps_to_the_surer_gender(genders):
    he, she = genders.of_pronoun("He"), genders.of_pronoun("her")
    said = [("She", 1, 0.7), ("he", 1, 0.9), ("her", 2, 0.9), ("the chef", 2, 0.9), ("his", 3, 0.8)]
    assert genders.settle(said) == {1: he}
    assert genders.settle([*said, ("herself", 1, 0.6)]) == {1: she}


def test_settle_keeps_to_the_first_of_two_as_sure(genders):
    assert genders.settle([("she", 1, 0.8), ("he", 1, 0.8)]) == {1: genders.of_pronoun("she")}
