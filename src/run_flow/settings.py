"""What an operator sets once: ``RUN_FLOW_*`` in the environment or in ``.env``, read at the command's edge only.

``RUN_FLOW_LANG`` and ``RUN_FLOW_FLOWS`` decide which words and commands there are; the command line reads them itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches
from os import environ
from pathlib import Path
from typing import Annotated, Any, Literal

from dotenv import dotenv_values
from platformdirs import user_data_path
from pydantic import AfterValidator, Field, HttpUrl, PositiveFloat, PositiveInt, TypeAdapter, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from run_flow.errors import Usage
from run_flow.language import _

PREFIX = "RUN_FLOW_"
PORTAL = "https://mp.weixin.qq.com/"
COMMAND_LINE_ONLY = ("RUN_FLOW_LANG", "RUN_FLOW_FLOWS")
RUNS_CODE = ("RUN_FLOW_FLOWS", "RUN_FLOW_BROWSER")
"""Names a ``.env`` may not set: it lies in whatever folder one stands in, and code never comes from there."""

_url = TypeAdapter(HttpUrl)


def _address(text: str) -> str:
    return str(_url.validate_python(text))


def _absolute(path: Path) -> Path:
    return path.expanduser().absolute()


AbsolutePath = Annotated[Path, AfterValidator(_absolute)]


class Settings(BaseSettings):
    """The settings, each with its default; a bad value or an unknown name is refused."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, env_ignore_empty=True, extra="ignore", frozen=True)

    home: AbsolutePath = Field(default_factory=lambda: user_data_path("run-flow", appauthor=False))
    portal: Annotated[str, AfterValidator(_address)] = PORTAL
    browser: AbsolutePath | None = None
    headless: bool = False
    patience_minutes: PositiveFloat = 30
    look_every_seconds: PositiveFloat = 60
    evidence_days: PositiveInt = 1095
    log_format: Literal["console", "json"] = "console"
    log_level: Literal["debug", "info", "warning", "error"] | None = None


def load(*, folder: Path, given: Mapping[str, Any], environment: Mapping[str, str] = environ) -> Settings:
    """Read the settings: what is *given* on the command line, then the environment, then ``.env`` in *folder*."""
    file = folder / ".env"
    names = {name.upper() for name in (dotenv_values(file, encoding="utf-8-sig") if file.is_file() else ())}
    _refuse_code(file, names)
    _refuse_unknown({name.upper() for name in environment} | names)
    given = {name: value for name, value in given.items() if value is not None}
    try:
        return Settings(_env_file=file, _env_file_encoding="utf-8-sig", **given)  # type: ignore[call-arg]  # pydantic-settings' own
    except ValidationError as error:
        raise _bad_value(error) from error


def _refuse_code(file: Path, names: set[str]) -> None:
    for name in sorted(names.intersection(RUNS_CODE)):
        raise Usage(
            _("{file} 里写了 {name}").format(file=file, name=name),
            doing=_("读取设置"),
            remedy=_("{name} 指向要执行的程序，只能写在环境变量或命令行里。").format(name=name),
        )


def _refuse_unknown(names: set[str]) -> None:
    known = [PREFIX + field.upper() for field in Settings.model_fields] + list(COMMAND_LINE_ONLY)
    for name in sorted(name for name in names if name.startswith(PREFIX) and name not in known):
        meant = get_close_matches(name, known, n=1)
        raise Usage(
            _("没有叫 {name} 的设置").format(name=name),
            doing=_("读取设置"),
            remedy=_("是不是 {meant}？").format(meant=meant[0]) if meant else _("可用的设置见 .env.example。"),
        )


def _bad_value(error: ValidationError) -> Usage:
    fault = error.errors()[0]
    name = PREFIX + str(fault["loc"][0]).upper()
    return Usage(
        _("{name} 的值 {value} 不能用：{why}").format(name=name, value=fault["input"], why=fault["msg"]),
        doing=_("读取设置"),
        remedy=_("按 .env.example 改正 {name}。").format(name=name),
    )
