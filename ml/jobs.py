"""Train and serve the scorer on SageMaker: `python -m ml.jobs train|deploy|status --help`.

`train` starts a training job on applications.csv and outcomes.csv in S3; `deploy` puts a scorer
that was promoted behind an endpoint, on instances (with data capture) or serverless (SageMaker
captures no data there; the advisor's own log of each turn is the record). What is promoted is
decided by a person (`python -m ml.promote`), never here.
"""

import argparse
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple, Protocol

from pydantic import ValidationError
from rich.console import Console

from ml.orders import (
    Endpoint,
    Place,
    TrainingJob,
    config_name,
    config_request,
    model_request,
    training_request,
)
from ml.shipped import SHIPPED, ScorerNotLoaded


class SageMaker(Protocol):
    """What is used of boto3's sagemaker client."""

    def create_training_job(self, **request: Any) -> Mapping[str, Any]: ...
    def create_model(self, **request: Any) -> Mapping[str, Any]: ...
    def create_endpoint_config(self, **request: Any) -> Mapping[str, Any]: ...
    def create_endpoint(self, **request: Any) -> Mapping[str, Any]: ...
    def update_endpoint(self, **request: Any) -> Mapping[str, Any]: ...
    def list_endpoints(self, **request: Any) -> Mapping[str, Any]: ...
    def describe_endpoint(self, **request: Any) -> Mapping[str, Any]: ...


class Uploads(Protocol):
    """What is used of boto3's s3 client."""

    def upload_file(self, Filename: str, Bucket: str, Key: str) -> None: ...


class Aws(NamedTuple):
    """The two services."""

    sagemaker: SageMaker
    s3: Uploads


def launch(aws: Aws, job: TrainingJob, place: Place, workspace: Path) -> str:
    """Upload the code, start a training job, and return its ARN."""
    from ml.bundle import write_source

    archive = workspace / "source.tar.gz"
    write_source(archive)
    source = _uploaded(aws, archive, place.under(f"code/{job.name}/source.tar.gz"))
    answer = aws.sagemaker.create_training_job(**training_request(job, place, source))
    return str(answer["TrainingJobArn"])


def deploy(aws: Aws, folder: Path, endpoint: Endpoint, place: Place, workspace: Path) -> str:
    """Put the scorer of a folder behind an endpoint, new or present, and return its version.

    Raises:
        ArtifactError: the folder holds no scorer that may score customers.
    """
    from ml.bundle import write_model, write_source

    code, model = workspace / "source.tar.gz", workspace / "model.tar.gz"
    version = write_model(folder, model)
    write_source(code)
    source = _uploaded(aws, code, place.under(f"code/{version}/source.tar.gz"))
    data = _uploaded(aws, model, place.under(f"models/{version}/model.tar.gz"))
    aws.sagemaker.create_model(**model_request(version, place, source, data))
    aws.sagemaker.create_endpoint_config(**config_request(endpoint, version, place))
    named = {"EndpointName": endpoint.name, "EndpointConfigName": config_name(endpoint, version)}
    present = aws.sagemaker.list_endpoints(NameContains=endpoint.name)["Endpoints"]
    if any(one["EndpointName"] == endpoint.name for one in present):
        aws.sagemaker.update_endpoint(**named)
    else:
        aws.sagemaker.create_endpoint(**named)
    return version


def _uploaded(aws: Aws, file: Path, address: str) -> str:
    bucket, _, key = address.removeprefix("s3://").partition("/")
    aws.s3.upload_file(Filename=str(file), Bucket=bucket, Key=key)
    return address


# -- command line --------------------------------------------------------------------------------


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m ml.jobs",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--region", default="us-east-1")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    train = commands.add_parser("train", help="start a training job")
    train.add_argument("--name", required=True)
    train.add_argument("--data", required=True, help="s3://... with both files")
    train.add_argument("--instance", default="ml.m5.large")
    deployed = commands.add_parser("deploy", help="put the promoted scorer behind an endpoint")
    deployed.add_argument("--name", required=True)
    deployed.add_argument("--folder", type=Path, default=SHIPPED, help="default: the shipped one")
    deployed.add_argument("--kind", choices=("serverless", "instances"), default="serverless")
    for one in (train, deployed):
        one.add_argument("--image", required=True)
        one.add_argument("--role", required=True)
        one.add_argument("--bucket", required=True, help="s3://bucket/prefix")
        one.add_argument("--kms-key")
    status = commands.add_parser("status", help="say how an endpoint is")
    status.add_argument("--name", required=True)
    return parser


def main(arguments: list[str] | None = None, aws: Aws | None = None) -> int:
    """Run a command; one line on standard error for what somebody can act on."""
    from tempfile import TemporaryDirectory

    from botocore.exceptions import BotoCoreError, ClientError

    wanted = _parser().parse_args(arguments)
    try:
        services = aws or _aws(wanted.region)
        with TemporaryDirectory(prefix="sagemaker-") as folder:
            said = _done(services, wanted, Path(folder))
    except ValidationError as error:
        said = "; ".join(f"{e['loc'][0] if e['loc'] else ''}: {e['msg']}" for e in error.errors())
        Console(stderr=True).print(said, markup=False)
        return 2
    except (BotoCoreError, ClientError, ScorerNotLoaded) as error:
        Console(stderr=True).print(str(error), markup=False)
        return 2
    Console().print(said, markup=False)
    return 0


def _aws(region: str) -> Aws:
    import boto3

    return Aws(boto3.client("sagemaker", region_name=region), boto3.client("s3"))


def _done(aws: Aws, wanted: argparse.Namespace, workspace: Path) -> str:
    if wanted.command == "status":
        found = aws.sagemaker.describe_endpoint(EndpointName=wanted.name)
        return f"{wanted.name}: {found['EndpointStatus']} ({found['EndpointConfigName']})"
    place = Place(
        image=wanted.image, role=wanted.role, bucket=wanted.bucket, kms_key=wanted.kms_key
    )
    if wanted.command == "train":
        job = TrainingJob(name=wanted.name, data=wanted.data, instance=wanted.instance)
        return f"Started: {launch(aws, job, place, workspace)}"
    endpoint = Endpoint(name=wanted.name, kind=wanted.kind)
    version = deploy(aws, wanted.folder, endpoint, place, workspace)
    return f"{version} goes behind {wanted.name}; `status` says when it is in service."


if __name__ == "__main__":
    sys.exit(main())
