from lab.ini import ini


def test_sections_keep_their_order_and_values_are_written_as_oslo_reads_them() -> None:
    text = ini(
        {
            "DEFAULT": {"enabled": True, "debug": False, "backends": ("a", "b"), "seconds": 5},
            "quota": {"ratio": 1.5, "name": "x = y"},
        }
    )
    assert text == (
        "[DEFAULT]\nenabled = true\ndebug = false\nbackends = a,b\nseconds = 5\n"
        "\n[quota]\nratio = 1.5\nname = x = y\n"
    )


def test_a_section_without_options_is_still_there() -> None:
    assert ini({"container-auditor": {}}) == "[container-auditor]\n"
