"""Training and serving on SageMaker: each request is one that the service's own model accepts."""

import json
import subprocess
import sys
import tarfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import boto3
import pytest
from botocore.stub import ANY, Stubber
from pydantic import ValidationError

from ml import on_sagemaker
from ml.artifact import ArtifactError
from ml.bundle import write_model, write_source
from ml.jobs import Aws, deploy, launch, main
from ml.orders import Endpoint, Place, TrainingJob, config_request, training_request
from ml.shipped import SHIPPED, scorer_files, version_in

ROLE = "arn:aws:iam::123456789012:role/scorer"
IMAGE = "123456789012.dkr.ecr.us-east-1.amazonaws.com/loan-scorer:3.2"
PLACE = Place(image=IMAGE, role=ROLE, bucket="s3://bank-ml/scorer")
JOB = TrainingJob(name="scorer-2026-11", data="s3://bank-ml/data/2026-11")
VERSION = version_in(scorer_files())
ARN = "arn:aws:sagemaker:us-east-1:123456789012:endpoint/loan"
NAMED = ["--image", IMAGE, "--role", ROLE, "--bucket", "s3://bank-ml/scorer"]


class Bucket:
    """Keeps what was uploaded, by address."""

    def __init__(self) -> None:
        self.held: dict[str, bytes] = {}

    def upload_file(self, Filename: str, Bucket: str, Key: str) -> None:
        self.held[f"s3://{Bucket}/{Key}"] = Path(Filename).read_bytes()


@pytest.fixture(autouse=True)
def credentials(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "testing")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "testing")


@pytest.fixture
def sagemaker() -> Iterator[Stubber]:
    client = boto3.client("sagemaker", region_name="us-east-1")
    with Stubber(client) as stub:
        yield stub
        stub.assert_no_pending_responses()


def aws(stub: Stubber, bucket: Bucket) -> Aws:
    return Aws(stub.client, bucket)


def deployment(stub: Stubber, endpoint: Endpoint, present: list[str]) -> None:
    """Expect the calls of one deployment."""
    stub.add_response("create_model", {"ModelArn": ARN}, {
        "ModelName": f"loan-scorer-{VERSION}", "ExecutionRoleArn": ROLE, "PrimaryContainer": ANY,
    })  # fmt: skip
    stub.add_response(
        "create_endpoint_config",
        {"EndpointConfigArn": ARN},
        config_request(endpoint, VERSION, PLACE),
    )
    listed = [
        {
            "EndpointName": name,
            "EndpointArn": ARN,
            "CreationTime": 0,
            "LastModifiedTime": 0,
            "EndpointStatus": "InService",
        }
        for name in present
    ]
    stub.add_response("list_endpoints", {"Endpoints": listed}, {"NameContains": endpoint.name})
    call = "update_endpoint" if endpoint.name in present else "create_endpoint"
    stub.add_response(call, {"EndpointArn": ARN}, {
        "EndpointName": endpoint.name,
        "EndpointConfigName": f"{endpoint.name}-{VERSION}-{endpoint.kind}",
    })  # fmt: skip


def test_a_training_job_reads_both_files_and_runs_our_script(
    sagemaker: Stubber, tmp_path: Path
) -> None:
    bucket = Bucket()
    source = "s3://bank-ml/scorer/code/scorer-2026-11/source.tar.gz"
    sagemaker.add_response(
        "create_training_job", {"TrainingJobArn": ARN}, training_request(JOB, PLACE, source)
    )

    assert launch(aws(sagemaker, bucket), JOB, PLACE, tmp_path) == ARN

    assert list(bucket.held) == [source]
    request = training_request(JOB, PLACE, source)
    assert request["HyperParameters"]["sagemaker_program"] == "scorer_entry.py"
    assert request["InputDataConfig"][0]["ChannelName"] == "train"


@pytest.mark.parametrize("kind", ["serverless", "instances"])
@pytest.mark.parametrize("present", [[], ["loan"], ["loan-of-others"]])
def test_a_scorer_goes_behind_a_new_endpoint_or_the_present_one(
    kind: Any, present: list[str], sagemaker: Stubber, tmp_path: Path
) -> None:
    endpoint, bucket = Endpoint(name="loan", kind=kind), Bucket()
    deployment(sagemaker, endpoint, present)

    assert deploy(aws(sagemaker, bucket), SHIPPED, endpoint, PLACE, tmp_path) == VERSION

    assert f"s3://bank-ml/scorer/models/{VERSION}/model.tar.gz" in bucket.held


def test_data_are_captured_on_instances_and_encrypted_where_a_key_is_named() -> None:
    place = PLACE.model_copy(update={"kms_key": "alias/scorer"})

    captured = config_request(Endpoint(name="loan", kind="instances"), VERSION, place)
    serverless = config_request(Endpoint(name="loan"), VERSION, place)

    assert captured["DataCaptureConfig"]["EnableCapture"]
    assert captured["DataCaptureConfig"]["InitialSamplingPercentage"] == 100
    assert captured["DataCaptureConfig"]["KmsKeyId"] == captured["KmsKeyId"] == "alias/scorer"
    assert "DataCaptureConfig" not in serverless


def test_a_network_of_the_bank_is_named_in_training_and_serving(sagemaker: Stubber) -> None:
    place = PLACE.model_copy(update={"subnets": ("subnet-1",), "security_groups": ("sg-1",)})
    request = training_request(JOB, place, "s3://bank-ml/code.tar.gz")
    sagemaker.add_response("create_training_job", {"TrainingJobArn": ARN}, request)

    sagemaker.client.create_training_job(**request)

    assert request["VpcConfig"] == {"Subnets": ["subnet-1"], "SecurityGroupIds": ["sg-1"]}


@pytest.mark.parametrize(
    "wrong",
    [{"role": "admin"}, {"bucket": "bank-ml"}, {"image": ""}, {"subnets": ("subnet-1",)}],
)
def test_a_place_that_cannot_be_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        Place.model_validate(PLACE.model_dump() | wrong)


def test_the_command_says_what_is_wrong_in_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    wrong = ["deploy", "--name", "l_o", *NAMED]

    assert main(wrong, Aws(boto3.client("sagemaker", "us-east-1"), Bucket())) == 2

    assert "name: String should match pattern" in capsys.readouterr().err


def test_the_command_says_how_an_endpoint_is(
    sagemaker: Stubber, capsys: pytest.CaptureFixture[str]
) -> None:
    sagemaker.add_response("describe_endpoint", {
        "EndpointName": "loan", "EndpointArn": ARN, "EndpointConfigName": "loan-1",
        "EndpointStatus": "Creating", "CreationTime": 0, "LastModifiedTime": 0,
    }, {"EndpointName": "loan"})  # fmt: skip

    assert main(["status", "--name", "loan"], aws(sagemaker, Bucket())) == 0

    assert capsys.readouterr().out == "loan: Creating (loan-1)\n"


def test_an_answer_of_refusal_is_told(
    sagemaker: Stubber, capsys: pytest.CaptureFixture[str]
) -> None:
    sagemaker.add_client_error("describe_endpoint", "ValidationException", "Could not find it.")

    assert main(["status", "--name", "loan"], aws(sagemaker, Bucket())) == 2

    assert "Could not find it." in capsys.readouterr().err


# -- the archives --------------------------------------------------------------------------------


def test_the_model_archive_holds_the_scorer_and_nothing_else(tmp_path: Path) -> None:
    version = write_model(SHIPPED, tmp_path / "model.tar.gz")

    with tarfile.open(tmp_path / "model.tar.gz") as archive:
        assert sorted(archive.getnames()) == sorted(scorer_files())
        archive.extractall(tmp_path / "model", filter="data")
    assert on_sagemaker.model_fn(str(tmp_path / "model")).version == version == VERSION


def test_no_archive_is_made_of_what_may_not_serve(tmp_path: Path) -> None:
    for name, content in scorer_files().items():
        (tmp_path / name).write_bytes(content)
    manifest = json.loads((tmp_path / "manifest.json").read_bytes())
    (tmp_path / "manifest.json").write_text(json.dumps({**manifest, "target": "approval"}))

    with pytest.raises(ArtifactError, match="approval"):
        write_model(tmp_path, tmp_path / "model.tar.gz")


def test_the_code_archive_serves_by_itself_without_the_rest_of_the_house(tmp_path: Path) -> None:
    write_source(tmp_path / "source.tar.gz")
    with tarfile.open(tmp_path / "source.tar.gz") as archive:
        archive.extractall(tmp_path / "code", filter="data")
    program = (
        "import sys\n"
        "sys.path = [p for p in sys.path if 'site-packages' in p or 'python3' in p]\n"
        f"sys.path.insert(0, {str(tmp_path / 'code')!r})\n"
        "import scorer_entry as here\n"
        f"assert here.__file__.startswith({str(tmp_path)!r})\n"
        f"model = here.model_fn({str(SHIPPED)!r})\n"
        "rows = here.input_fn('700,0,25,33,12,60000,0.3,5,2,0,0,1', 'text/csv')\n"
        "print(here.output_fn(here.predict_fn(rows, model), 'text/csv')[0])\n"
        "print([m for m in sys.modules if m.split('.')[0] in ('agent', 'ui', 'evals')])\n"
    )

    run = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, cwd=tmp_path
    )

    assert run.returncode == 0, run.stderr
    said, others = run.stdout.split()[0], run.stdout.split()[-1]
    assert 0 < float(said) < 0.1
    assert others == "[]"


def test_the_script_trains_on_the_channel_and_leaves_the_scorer_to_be_packed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folders = {"SM_CHANNEL_TRAIN": "in", "SM_OUTPUT_DATA_DIR": "out", "SM_MODEL_DIR": "model"}
    for name, folder in folders.items():
        monkeypatch.setenv(name, str(tmp_path / folder))
    asked: list[str] = []

    def trains(arguments: list[str]) -> int:
        asked.extend(arguments)
        out = Path(arguments[arguments.index("--out") + 1])
        out.mkdir(parents=True)
        for name, content in scorer_files().items():
            (out / name).write_bytes(content)
        return 0

    monkeypatch.setattr("ml.train.main", trains)

    assert on_sagemaker.train_here(["--seed", "7"]) == 0

    assert asked[:2] == ["--data", str(tmp_path / "in" / "applications.csv")]
    assert asked[-2:] == ["--seed", "7"]
    assert scorer_files(tmp_path / "model") == scorer_files()


def test_a_training_that_fails_leaves_no_model(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("SM_CHANNEL_TRAIN", "SM_OUTPUT_DATA_DIR", "SM_MODEL_DIR"):
        monkeypatch.setenv(name, str(tmp_path / name))
    monkeypatch.setattr("ml.train.main", lambda arguments: 2)

    assert on_sagemaker.train_here([]) == 2
    assert not (tmp_path / "SM_MODEL_DIR").exists()
