"""The settings of a run, from flags, variables and files."""

from tts.config.load import (
    ENVIRONMENT,
    as_shown,
    as_table,
    checked,
    from_table,
    has_project_table,
    load_settings,
    user_config_file,
    user_voices_folder,
)

__all__ = [
    "ENVIRONMENT",
    "as_shown",
    "as_table",
    "checked",
    "from_table",
    "has_project_table",
    "load_settings",
    "user_config_file",
    "user_voices_folder",
]
