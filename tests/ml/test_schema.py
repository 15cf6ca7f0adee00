"""Schema files: what they may say, and what they are told when they say something else."""

from pathlib import Path

import pytest

from ml.schema import FOLDER, Schema, SchemaError, as_toml, bank_schema, load_schema, main


def written(tmp_path: Path, text: str) -> Path:
    file = tmp_path / "some.toml"
    file.write_text(text, encoding="utf-8")
    return file


@pytest.mark.parametrize("file", sorted(FOLDER.glob("*.toml")), ids=lambda file: file.stem)
def test_a_schema_that_is_shipped_can_be_read_and_written_again(file: Path, tmp_path: Path) -> None:
    schema = load_schema(file)

    assert load_schema(written(tmp_path, as_toml(schema))) == schema


def test_the_bank_keeps_groups_and_later_fields_apart() -> None:
    schema = bank_schema()

    assert set(schema.named("audit")) == {
        "age", "marital_status", "num_dependents", "education_level",
    }  # fmt: skip
    assert set(schema.named("post_decision")) == {"interest_rate", "monthly_payment"}


def test_a_few_lines_are_enough(tmp_path: Path) -> None:
    schema = load_schema(written(tmp_path, 'name = "small"\ntarget = "y"\nbad = 2\n'))

    assert schema.bad == ("2",)  # numbers are cells, too
    assert schema.column("anything").role == "feature"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('target = "y"', "name"),
        ('name = "a"\ntarget = "y"\ntypo = 1', "typo"),
        ('name = "a"\ntarget = "y"\n[columns.x]\nkind = "colour"', "kind"),
        ('name = "a"\ntarget = "y"\n[columns.x]\nkind = "number"\ndirection = 2', "direction"),
        ('name = "a"\ntarget = "y"\n[columns.x]\nkind = "number"\ndirection = 1', "reason"),
        (
            'name = "a"\ntarget = "y"\n[columns.x]\nkind = "category"\ndirection = 1\nreason = "r"',
            "nothing orders",
        ),
        ('name = "a"\ntarget = "y"\n[columns.x]\nkind = "ordinal"', "levels"),
        ('name = "a"\ntarget = "y"\n[columns.x]\nmin = 2\nmax = 1', "min is above max"),
        ('name = "a"\ntarget = "y"\n[columns.y]\nrole = "feature"', "target"),
        ('name = "a"\ntarget = "y"\nheader = false', "header"),
        ("name = ", "no TOML"),
    ],
)
def test_what_is_wrong_is_said_with_its_place(text: str, told: str, tmp_path: Path) -> None:
    with pytest.raises(SchemaError, match=told):
        load_schema(written(tmp_path, text))


def test_a_file_that_is_not_there_is_named() -> None:
    with pytest.raises(SchemaError, match=r"none\.toml"):
        load_schema(Path("none.toml"))


def test_a_first_schema_can_be_written_from_a_table(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = tmp_path / "loans.csv"
    lines = [
        "id,name,amount,kind,y",
        *(f"{n},N{n},{n}.5,{'ab'[n % 2]},{n % 10 == 0:d}" for n in range(99)),
    ]
    data.write_text("\n".join(lines), encoding="utf-8")

    assert main(["--data", str(data), "--target", "y"]) == 0

    schema = load_schema(written(tmp_path, capsys.readouterr().out))
    assert schema.columns["amount"].kind == "number"
    assert schema.columns["kind"].kind == "category"
    assert schema.columns["name"].role == "ignore"
    assert schema.bad == ("1",)


def test_a_target_that_is_not_in_the_file_is_told_what_is(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = tmp_path / "loans.csv"
    data.write_text("a,b\n1,2\n", encoding="utf-8")

    assert main(["--data", str(data), "--target", "y"]) == 2
    assert "a, b" in capsys.readouterr().err


def test_columns_that_are_not_named_can_be_left_alone() -> None:
    schema = Schema(name="s", target="y", others="ignore")

    assert schema.column("x").role == "ignore"
