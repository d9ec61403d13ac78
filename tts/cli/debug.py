"""`--debug`, of every command: the tracebacks that a user is else spared, on standard error."""

import click

from tts.errors import LOGGER, Unforeseen

VARIABLE = "TING_DEBUG"


def with_debug(command: click.Command) -> click.Command:
    """Return the command with the option, and its own commands too."""
    if not any(parameter.name == "debug" for parameter in command.params):
        command.params.append(_option())
    for own in command.commands.values() if isinstance(command, click.Group) else ():
        with_debug(own)
    return command


def trace(error: Exception) -> None:
    """Show the traceback of an error that ends the command, if that was asked for."""
    import logging

    if not isinstance(error, Unforeseen):  # which is shown when it is met
        logging.getLogger(LOGGER).debug("The command ends.", exc_info=error)


def _option() -> click.Option:
    return click.Option(
        ["--debug"],
        is_flag=True,
        envvar=VARIABLE,
        expose_value=False,
        callback=_begin,
        help="Show tracebacks, to report a defect.",
    )


def _begin(context: click.Context, _parameter: click.Parameter, wanted: object) -> None:
    """Show what is logged until the program ends."""
    import logging

    logger = logging.getLogger(LOGGER)
    if not wanted or logger.handlers:
        return
    handler = logging.StreamHandler()
    logger.addHandler(handler)
    logger.setLevel(logging.DEBUG)

    def end() -> None:
        logger.removeHandler(handler)
        logger.setLevel(logging.NOTSET)

    context.find_root().call_on_close(end)
