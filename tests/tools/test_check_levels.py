"""Tests of tools/check_levels.py."""


def test_fallen_names_what_is_lower_or_gone(tool):
    before = {"golden": {"math": 5, "nn": 3, "io": 1}, "names": {"v2": 9}}
    after = {"golden": {"math": 4, "nn": 7}, "names": {"v2": 9}}
    assert tool("check_levels").fallen(before, after) == [
        "golden/math fell from 5 to 4",
        "golden/io fell from 1 to 0",
    ]


def test_golden_level_counts_the_empty_outcomes_of_each_domain(tool):
    outcome = {"math/exp/0": "", "math/exp/1": "raised", "nn/relu/0": ""}
    assert tool("check_levels").golden_level(outcome) == {"math": 1, "nn": 1}


def test_program_level_names_what_passes(tool):
    results = [{"name": "01_a", "status": "pass"}, {"name": "02_b", "status": "fail"}]
    assert tool("check_levels").program_level(results) == {"01_a": 1}


def test_missed_programs_are_named_for_a_second_run(tool):
    results = [{"name": "01_a", "status": "pass"}, {"name": "02_b", "status": "fail"}]
    found = tool("check_levels").missed({"01_a": 1, "02_b": 1}, results)
    assert found == "^(02_b)"


def test_risen_keeps_what_was_higher(tool):
    reached = tool("check_levels").risen({"a": 3, "b": 1}, {"b": 2, "c": 5})
    assert reached == {"a": 3, "b": 2, "c": 5}


def test_the_level_file_has_not_fallen(tool):
    check_levels = tool("check_levels")
    levels = check_levels.json.loads(
        (check_levels.ROOT / check_levels.PATH).read_text()
    )
    for version in check_levels.history():
        assert check_levels.fallen(version, levels) == []
