from __future__ import annotations

from infra.toolchain.gauge import Gauge


def said(gauge: Gauge, *lines: tuple[float, str]) -> list[str]:
    """What is said of lines that Go writes at these seconds."""
    messages = [gauge.heard(line, at) for at, line in lines]
    return [str(message) for message in messages if message is not None]


def test_modules_are_counted_and_told_every_ten_seconds() -> None:
    assert said(
        Gauge("pulumi", now=0),
        (1, "go: downloading github.com/spf13/cobra v1.10.1"),
        (9, "go: downloading golang.org/x/net v0.44.0"),
        (11, "go: downloading golang.org/x/sys v0.36.0"),
        (12, "go: downloading golang.org/x/text v0.29.0"),
        (21, "go: downloading google.golang.org/grpc v1.75.1"),
    ) == ["pulumi: 3 modules fetched", "pulumi: 5 modules fetched"]


def test_packages_are_counted_against_all_that_will_be_compiled() -> None:
    assert said(
        Gauge("pulumi", now=0, packages=4),
        (2, "internal/goarch"),
        (12, "net/http"),
        (30, "github.com/pulumi/pulumi/sdk/v3/go/common/version"),
        (31, "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi"),
    ) == [
        "pulumi: 2 of 4 packages compiled",
        "pulumi: 3 of 4 packages compiled",
        "pulumi: the last of 4 packages is compiled, then they are linked",
    ]


def test_what_a_compiler_complains_of_is_no_package() -> None:
    assert (
        said(
            Gauge("pulumi", now=0, packages=2),
            (20, "# github.com/pulumi/pulumi/pkg/v3/cmd/pulumi"),
            (21, "./main.go:12:2: undefined: nothing"),
        )
        == []
    )


def test_where_all_is_compiled_already_nothing_is_said() -> None:
    assert said(Gauge("pulumi", now=0), (30, "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi")) == []


def test_it_is_told_that_go_lives_while_go_writes_nothing() -> None:
    gauge = Gauge("pulumi", now=0, packages=4)
    assert gauge.looked(5) is None
    assert str(gauge.looked(10)) == "pulumi: 0 of 4 packages compiled; at work for 10 s"
    gauge.heard("internal/goarch", 12)
    assert str(gauge.looked(20)) == "pulumi: 1 of 4 packages compiled; at work for 20 s"
    fetching = Gauge("pulumi", now=100)
    assert str(fetching.looked(110)) == "pulumi: Go has been at work for 10 s"
    fetching.heard("go: downloading github.com/spf13/cobra v1.10.1", 111)
    assert str(fetching.looked(121)) == "pulumi: 1 modules fetched; at work for 21 s"
