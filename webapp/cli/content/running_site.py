"""The command for a site that runs: `content reload`."""

from __future__ import annotations

import click

from webapp.cli.content.group import content, settings


@content.command("reload")
@click.pass_context
def reload(context: click.Context) -> None:
    """Let the running server read the content again, whole; a roadmap with new errors stays as it was.

    The other machines with the same database read theirs. Exit 1 where there are errors.
    """
    from webapp.web.site.server_control import LONGEST_RELOAD, NoServer, request_reload

    instance = settings().instance_dir
    try:
        answer = request_reload(instance)
    except NoServer as absent:
        raise click.ClickException(f"No server of `make run` serves {instance}.") from absent
    if answer is None:
        raise click.ClickException(
            f"The server did not answer within {LONGEST_RELOAD:.0f} seconds; its log says more."
        )
    click.echo(f"The server (process {answer['process']}) serves {answer['served']}.")
    for error in answer["errors"]:
        click.echo(f"error: {error}")
    for slug in answer["kept"]:
        click.echo(f"kept as it was: {slug}")
    if answer["tells"]:
        click.echo(
            "The other machines with its database read theirs within some seconds; ask the /readyz of each."
        )
    if answer["errors"]:
        context.exit(1)
