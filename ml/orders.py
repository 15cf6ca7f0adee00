"""What SageMaker is asked: the records of a job and an endpoint, and the requests they become."""

from typing import Annotated, Any, Literal, Self

from pydantic import Field, model_validator

from ml.bundle import PROGRAM
from tools.lending.records import Record

VARIANT = "AllTraffic"
Name = Annotated[str, Field(pattern="^[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}$")]
Arn = Annotated[str, Field(pattern=r"^arn:aws[a-z\-]*:iam::\d{12}:role/.+$")]
S3 = Annotated[str, Field(pattern="^s3://[a-z0-9.-]{3,63}(/.*)?$")]


class Place(Record):
    """Where things run, and as whom."""

    image: Annotated[str, Field(min_length=3)]
    """The container: an ECR address with xgboost 3.2, which reads the trees as they were made."""
    role: Arn
    bucket: S3
    """Prefix for code, models, output and captured data."""
    kms_key: str | None = None
    """Encrypts what is written."""
    subnets: tuple[str, ...] = ()
    security_groups: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _has_both_or_neither(self) -> Self:
        if bool(self.subnets) != bool(self.security_groups):
            raise ValueError("subnets and security_groups are named together")
        return self

    def under(self, name: str) -> str:
        """Return an address below the prefix."""
        return f"{self.bucket.rstrip('/')}/{name}"


class TrainingJob(Record):
    """One training job."""

    name: Name
    data: S3
    """Folder with applications.csv and outcomes.csv."""
    instance: str = "ml.m5.large"
    minutes: Annotated[int, Field(ge=1, le=24 * 60)] = 60
    seed: Annotated[int, Field(ge=0)] = 20260101


class Endpoint(Record):
    """One endpoint."""

    name: Name
    kind: Literal["serverless", "instances"] = "serverless"
    instance: str = "ml.t2.medium"
    count: Annotated[int, Field(ge=1, le=20)] = 1
    memory_mb: Literal[1024, 2048, 3072, 4096, 5120, 6144] = 2048
    at_once: Annotated[int, Field(ge=1, le=200)] = 5
    captured_pct: Annotated[int, Field(ge=0, le=100)] = 100
    """Share of calls whose input and output are kept; on instances only."""


def training_request(job: TrainingJob, place: Place, source: str) -> dict[str, Any]:
    """Return the request of CreateTrainingJob; `source` is the address of the code."""
    channel = {
        "ChannelName": "train",
        "ContentType": "text/csv",
        "DataSource": {
            "S3DataSource": {
                "S3DataType": "S3Prefix",
                "S3Uri": job.data,
                "S3DataDistributionType": "FullyReplicated",
            }
        },
    }
    request: dict[str, Any] = {
        "TrainingJobName": job.name,
        "RoleArn": place.role,
        "AlgorithmSpecification": {"TrainingImage": place.image, "TrainingInputMode": "File"},
        "HyperParameters": {**_program(source, "sagemaker_"), "seed": str(job.seed)},
        "InputDataConfig": [channel],
        "OutputDataConfig": {"S3OutputPath": place.under("models")} | _key(place, "KmsKeyId"),
        "ResourceConfig": {
            "InstanceType": job.instance,
            "InstanceCount": 1,
            "VolumeSizeInGB": 10,
        }
        | _key(place, "VolumeKmsKeyId"),
        "StoppingCondition": {"MaxRuntimeInSeconds": job.minutes * 60},
    }
    return request | _network(place)


def model_request(version: str, place: Place, source: str, model: str) -> dict[str, Any]:
    """Return the request of CreateModel; a version has one model."""
    environment = {name.upper(): value for name, value in _program(source, "sagemaker_").items()}
    return {
        "ModelName": f"loan-scorer-{version}",
        "ExecutionRoleArn": place.role,
        "PrimaryContainer": {
            "Image": place.image,
            "ModelDataUrl": model,
            "Environment": environment,
        },
    } | _network(place)


def config_request(endpoint: Endpoint, version: str, place: Place) -> dict[str, Any]:
    """Return the request of CreateEndpointConfig."""
    variant: dict[str, Any] = {"VariantName": VARIANT, "ModelName": f"loan-scorer-{version}"}
    request: dict[str, Any] = {"EndpointConfigName": config_name(endpoint, version)}
    if endpoint.kind == "serverless":
        size = {"MemorySizeInMB": endpoint.memory_mb, "MaxConcurrency": endpoint.at_once}
        return request | {"ProductionVariants": [variant | {"ServerlessConfig": size}]}
    variant |= {"InstanceType": endpoint.instance, "InitialInstanceCount": endpoint.count}
    request |= {"ProductionVariants": [variant]} | _key(place, "KmsKeyId")
    return request | {"DataCaptureConfig": _capture(endpoint, place)}


def config_name(endpoint: Endpoint, version: str) -> str:
    """Return the name of an endpoint's configuration: one for each version and kind."""
    return f"{endpoint.name}-{version}-{endpoint.kind}"[:63]


def _capture(endpoint: Endpoint, place: Place) -> dict[str, Any]:
    return {
        "EnableCapture": endpoint.captured_pct > 0,
        "InitialSamplingPercentage": endpoint.captured_pct,
        "DestinationS3Uri": place.under("captured"),
        "CaptureOptions": [{"CaptureMode": "Input"}, {"CaptureMode": "Output"}],
        "CaptureContentTypeHeader": {"JsonContentTypes": ["application/json"]},
    } | _key(place, "KmsKeyId")


def _program(source: str, prefix: str) -> dict[str, str]:
    return {f"{prefix}program": PROGRAM, f"{prefix}submit_directory": source}


def _key(place: Place, name: str) -> dict[str, str]:
    return {name: place.kms_key} if place.kms_key else {}


def _network(place: Place) -> dict[str, Any]:
    if not place.subnets:
        return {}
    return {
        "VpcConfig": {
            "Subnets": list(place.subnets),
            "SecurityGroupIds": list(place.security_groups),
        }
    }
