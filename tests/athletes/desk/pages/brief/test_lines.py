"""Lines of the brief: cut to one line, and counted where they are left out."""

from __future__ import annotations

from athletes.desk.pages.brief.lines import LONGEST, BriefLine, cut, quoted, some_of


def test_a_text_of_several_lines_is_one_line_and_a_long_one_says_that_it_goes_on():
    assert quoted("Sore\n after\t the run") == "“Sore after the run”"
    assert len(cut("a word " * 40)) <= LONGEST
    assert cut("a word " * 40).endswith("…")
    assert cut("a" * LONGEST) == "a" * LONGEST


def test_what_is_left_out_is_counted():
    lines = [BriefLine(str(number)) for number in range(5)]
    assert some_of(lines, 5) == lines
    assert [str(line) for line in some_of(lines, 2)] == ["0", "1", "and 3 more, on the athlete’s page"]


def test_a_line_as_text_has_its_source_in_parentheses():
    assert str(BriefLine("“Sore”", "session, Nov 2")) == "“Sore” (session, Nov 2)"
    assert str(BriefLine("Cleared")) == "Cleared"
