"""Judge what is stored: backups, room, mail, the search index, the database."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from flask_babel import format_datetime, format_decimal, ngettext
from flask_babel import gettext as _

from wiki.health.backupmark import BackupMark, BackupState, judge_mark
from wiki.health.choices import judge_choices
from wiki.health.figures import Figures, Stored
from wiki.health.lines import Line, State
from wiki.health.running import judge_process
from wiki.mail.queries import MailState

_MEGABYTE = 1_000_000
# The drainer looks each second; a rebuild of a large index takes minutes.
_LATE, _TOO_LATE = timedelta(minutes=2), timedelta(minutes=15)


def judge(figures: Figures) -> Iterator[Line]:
    """Yield a line for each thing that is looked at."""
    yield _judge_backup(figures)
    yield _judge_disk(figures)
    if figures.storage is not None:
        yield _judge_storage(figures.storage, figures.settings["MEDIA_BUCKET"])
    if figures.settings["MAIL_SERVER"]:
        yield _judge_mail(figures)
    yield _judge_index(figures)
    yield from judge_choices(figures)
    if figures.process:
        yield from judge_process(figures.process, figures.settings)
    if figures.stored:
        yield _judge_texts(figures.stored)
        yield _judge_database(figures.stored)
    yield Line("version", _("Program"), State.GOOD, figures.version or _("Version unknown"))


def _judge_backup(figures: Figures) -> Line:
    title, days, mark = _("Last backup"), figures.settings["BACKUP_DAYS"], figures.backup
    command = "flask --app wiki backup FILE"
    if not days:
        value = _("Not looked at: BACKUP_DAYS is 0.")
        return Line("backup", title, State.GOOD, value)
    state, value = judge_mark(mark, days, figures.at), _describe_backup(mark)
    if state == BackupState.FAILED and mark.failed_at:
        advice = _(
            "The last try failed on %(moment)s: %(reason)s",
            moment=_moment(mark.failed_at),
            reason=mark.reason,
        )
    elif state == BackupState.NONE:
        advice = _("If the disk breaks, everything is lost. Let a backup be made every night.")
    elif state == BackupState.OLD:
        advice = ngettext(
            "That is longer ago than a day. See why no backup is made any more.",
            "That is longer ago than %(num)s days. See why no backup is made any more.",
            days,
        )
    else:
        return Line("backup", title, State.GOOD, value)
    return Line("backup", title, State.BAD, value, advice, command)


def _describe_backup(mark: BackupMark) -> str:
    if mark.made_at is None:
        return str(_("No backup was made with this instance folder."))
    told = _("%(moment)s, into the file %(file)s", moment=_moment(mark.made_at), file=mark.file)
    if mark.verified_at:
        tried = _("verified on %(moment)s", moment=_moment(mark.verified_at))
    else:
        tried = _("not verified")
    return f"{told} ({_size(mark.size)}), {tried}"


def _judge_disk(figures: Figures) -> Line:
    title, disk = _("Room on the disk"), figures.disk
    kept = figures.settings["KEEP_FREE_MEGABYTES"] * _MEGABYTE
    value = _("%(free)s free of %(whole)s", free=_size(disk.free), whole=_size(disk.whole))
    advice = _("A full disk stops all saving. Delete old backups and logs, or get a larger disk.")
    if disk.free < kept:
        refused = _("Pictures and files are refused already.")
        advice = f"{refused} {advice}"
        return Line("disk", title, State.BAD, value, advice, "KEEP_FREE_MEGABYTES")
    if disk.free < 5 * kept:
        return Line("disk", title, State.LOOK, value, advice)
    return Line("disk", title, State.GOOD, value)


def _judge_storage(fault: str, bucket: str) -> Line:
    title, value = _("Bucket of pictures and files"), bucket
    if not fault:
        return Line("storage", title, State.GOOD, value)
    advice = _("No pictures and files can be sent, and few are shown: %(reason)s", reason=fault)
    return Line("storage", title, State.BAD, value, advice, "MEDIA_BUCKET, MEDIA_S3_ENDPOINT")


def _judge_mail(figures: Figures) -> Line:
    title, mail = _("Mail"), figures.mail
    waiting, failed = mail.counts[MailState.WAITING], mail.counts[MailState.FAILED]
    value = _("%(waiting)s waiting, %(failed)s failed", waiting=waiting, failed=failed)
    if mail.oldest_waiting_at:
        oldest = _("the oldest since %(moment)s", moment=_moment(mail.oldest_waiting_at))
        value = f"{value}, {oldest}"
    if mail.is_stuck:
        advice = _("Mail does not get through. Ask the mail server what it says.")
        command = "flask --app wiki mail test ADDRESS"
        return Line("mail", title, State.BAD, value, advice, command, "mailroom.index")
    if failed:
        advice = _("See which messages the mail server refused, and try or delete them.")
        return Line("mail", title, State.LOOK, value, advice, "", "mailroom.index")
    return Line("mail", title, State.GOOD, value, endpoint="mailroom.index")


def _judge_index(figures: Figures) -> Line:
    title, index = _("Search index"), figures.index
    if not index.waiting or index.oldest_at is None:
        return Line("index", title, State.GOOD, _("Up to date"))
    value = ngettext(
        "%(num)s change waits, since %(moment)s",
        "%(num)s changes wait, the oldest since %(moment)s",
        index.waiting,
        moment=_moment(index.oldest_at),
    )
    age = figures.at - index.oldest_at
    if age <= _LATE:
        return Line("index", title, State.GOOD, value)
    advice = _(
        "Readers do not find what was changed since. Start the wiki again; if that does "
        "not help, build the index anew."
    )
    state = State.BAD if age > _TOO_LATE else State.LOOK
    return Line("index", title, state, value, advice, "flask --app wiki search rebuild")


def _judge_texts(stored: Stored) -> Line:
    title = _("Rendered texts")
    if not stored.outdated:
        return Line("texts", title, State.GOOD, _("All of this version"))
    value = ngettext(
        "%(num)s article waits to be rendered again",
        "%(num)s articles wait to be rendered again",
        stored.outdated,
    )
    advice = _("An older version of the program, or another style of citing, made their pages.")
    return Line("texts", title, State.LOOK, value, advice, "flask --app wiki articles render")


def _judge_database(stored: Stored) -> Line:
    title = _("Database")
    value = _(
        "%(kind)s, %(size)s, migration %(number)s",
        kind=stored.database,
        size=_size(stored.size),
        number=stored.schema,
    )
    if stored.is_current:
        return Line("database", title, State.GOOD, value)
    advice = _("Its tables are those of another version of the program. Start the wiki again.")
    return Line("database", title, State.BAD, value, advice, "flask --app wiki db upgrade")


def _moment(moment: datetime) -> str:
    return str(format_datetime(moment, "d MMMM y HH:mm"))


def _size(count: int) -> str:
    """Return a number of bytes in megabytes or gigabytes."""
    if count < 1000 * _MEGABYTE:
        return f"{format_decimal(round(count / _MEGABYTE, 1))}\u00a0MB"
    return f"{format_decimal(round(count / (1000 * _MEGABYTE), 1))}\u00a0GB"
