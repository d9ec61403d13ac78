"""`ting`: finds the command that was asked for, and turns failures into one sentence and an exit code."""

import gc
import importlib
import os
import signal
import sys
from difflib import get_close_matches
from io import StringIO
from typing import Any

import click

from tts.cli import allowance, streams
from tts.cli.debug import trace, with_debug
from tts.errors import SPENT, ExitCode, OutputError, TingError, unforeseen
from tts.printable import shown
from tts.version import VERSION

COMMANDS = {
    "read": "Narrate articles as tagged MP3 episodes.",
    "extract": "Show the article as it will be read.",
    "script": "Show the chunks to be spoken, without speaking.",
    "say": "Speak a sentence, to try a voice.",
    "play": "Listen in the terminal, with the text.",
    "lexicon": "Check the words that you have said your own way.",
    "proof": "List what a recogniser hears otherwise than was written.",
    "export": "Make an EPUB or an audiobook of an episode.",
    "inspect": "Show what a player finds in an MP3, and what is wrong with it.",
    "init": "Write a settings file to begin with.",
    "opml": "Take feeds from another reader's list, or give it yours.",
    "daily": "Tell the day's news as a podcast.",
    "archive": "Tell years of a paper, by its sitemaps.",
    "catalog": "List, search and remove episodes.",
    "feed": "Write the feeds and pages of all episodes.",
    "serve": "Serve the show to the phone and the house.",
    "up": "Serve, make the day and narrate what is sent, all in one.",
    "token": "Say which devices may send pages, and hear them.",
    "send": "Put a page into an inbox, to hear it later.",
    "publish": "Put the show on a web host or into a bucket.",
    "cover": "Draw a cover for the show.",
    "voices": "List the voices; install the offline ones.",
    "cache": "Show, prune or verify what is kept to save work.",
    "doctor": "Check what works on this machine.",
    "config": "Show every setting and its value.",
}
"""The commands in the order a new user meets them. Each lives in a module of its own name, imported
only when it is used: `ting --help` must not wait for an audio library."""


KEEPING = frozenset({"read", "daily", "archive"})
"""The commands that keep what they have finished when they are interrupted."""

ALLOCATIONS = 100_000
"""After so many new objects garbage is looked for: imports make many and leave none."""


ONE_THREAD = ("OPENBLAS_NUM_THREADS", "1")
"""NumPy's BLAS reserves room to address for every core, 40 MB and more; nothing here is the faster for it:
https://github.com/OpenMathLib/OpenBLAS#setting-the-number-of-threads-using-environment-variables."""


class LazyGroup(click.Group):
    """A group whose commands are imported when they are called, and not for the list of them."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """Return the commands' names."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Return the command of this name, imported now."""
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"tts.cli.{cmd_name}")
        command: click.Command = module.command
        return with_debug(command)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the command that the first word names; for one that is nearly a command's, name that."""
        near = get_close_matches(args[0].lower(), COMMANDS)
        if args[0] not in COMMANDS and near and not ctx.resilient_parsing:
            ctx.fail(f"There is no command {args[0]!r}. Did you mean {' or '.join(near)}?")
        return super().resolve_command(ctx, args)

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401 - click's signature
        """Run the command that was asked for; raise a TingError for whatever ends it, or click's."""
        try:
            allowance.require()
            result = super().invoke(ctx)
            sys.stdout.flush()
        except KeyboardInterrupt:
            kept = "; finished episodes are kept" if ctx.invoked_subcommand in KEEPING else ""
            return _leave(f"Interrupted{kept}.", ExitCode.INTERRUPTED)
        except BrokenPipeError:  # the reader has enough
            streams.leave_unread()
            return ExitCode.OK
        except UnicodeEncodeError as error:
            message = f"A name cannot be written as text: {error.object!a}."
            raise OutputError(message, hint="Rename it.") from error
        except OSError as error:
            if error.errno in SPENT:
                raise unforeseen(error, "running the command") from error
            streams.leave_unread()
            message = f"The results cannot be written: {error.strerror or error}."
            raise OutputError(message, hint="Look at where standard output goes.") from error
        except (click.ClickException, click.exceptions.Abort, click.exceptions.Exit):
            raise
        except TingError as error:
            trace(error)
            raise
        except Exception as error:
            raise unforeseen(error, "running the command") from error
        return result

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """Write the list of commands without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.command(
    cls=LazyGroup,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="Example: ting read seeds/worldjournal-2026-01-09.txt",
)
@click.version_option(VERSION, prog_name="ting")
def ting() -> None:
    """聽新聞: give any Chinese news page a voice."""


with_debug(ting)


def main(arguments: list[str] | None = None) -> None:
    """Run the command line and leave with its exit code; never with a traceback for a user's mistake."""
    gc.set_threshold(ALLOCATIONS)
    os.environ.setdefault(*ONE_THREAD)
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # so that what is half written is put away
    streams.prepare()
    code = run(arguments)
    gc.freeze()  # Python looks for garbage on its way out: for 0.07 s, in all that was imported
    sys.exit(code)


def run(arguments: list[str] | None = None) -> int:
    """Run the command line and return its exit code."""
    try:
        result: Any = ting.main(arguments, prog_name="ting", standalone_mode=False)
    except (click.exceptions.Abort, KeyboardInterrupt):
        return _leave("Interrupted.", ExitCode.INTERRUPTED)
    except click.ClickException as error:
        told = StringIO()
        error.show(told)
        click.echo("\n".join(map(shown, told.getvalue().splitlines())), err=True)
        return ExitCode.USAGE if isinstance(error, click.UsageError) else error.exit_code
    except TingError as error:
        return _leave(str(error), error.exit_code)
    return result if isinstance(result, int) else ExitCode.OK


def _leave(sentence: str, code: ExitCode) -> int:
    click.echo(f"ting: {shown(sentence)}", err=True)
    return code
