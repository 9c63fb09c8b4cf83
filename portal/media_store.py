"""The media store where it is a bucket (S3): asked briefly, and what it does not answer fails as a file does.

Nobody but the portal asks it; addresses of files are the portal's own.
"""

import time
from functools import wraps
from urllib.parse import urljoin

from boto3.s3.transfer import TransferConfig
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from django.conf import settings
from django.utils.encoding import filepath_to_uri
from s3transfer.exceptions import RetriesExceededError
from storages.backends import s3

# seconds: for an answer, and for which a store that gave none is not asked again, so that the sizes of many
# pictures do not wait for it one by one
PATIENCE = 2
PAUSE = 5


def _asking(method):
    """Return a method of the storage that raises :class:`ConnectionError` when the store does not answer."""

    @wraps(method)
    def ask(storage, *args, **kwargs):
        if time.monotonic() < MediaStore.silent_until:
            raise ConnectionError("the media store did not answer just now")
        try:
            return method(storage, *args, **kwargs)
        except ClientError as error:
            raise ConnectionError(f"the media store refuses: {error}") from error
        except (BotoCoreError, RetriesExceededError) as error:
            MediaStore.silent_until = time.monotonic() + PAUSE
            raise ConnectionError(f"the media store does not answer: {error}") from error

    return ask


class MediaStore(s3.S3Storage):
    """A bucket; where it is, and as whom to ask, boto reads from the environment."""

    # for all threads of this process
    silent_until = 0.0

    file_overwrite = False
    max_memory_size = settings.FILE_UPLOAD_MAX_MEMORY_SIZE
    client_config = Config(
        connect_timeout=PATIENCE,
        read_timeout=PATIENCE,
        retries={"total_max_attempts": 2},
        s3={"addressing_style": "path"},  # every store knows it
    )
    transfer_config = TransferConfig(num_download_attempts=2, use_threads=False)

    @_asking
    def _open(self, name, mode="rb"):
        file = super()._open(name, mode)
        file.open()  # fetched now, where a failure is known for what it is
        return file

    _save = _asking(s3.S3Storage._save)
    delete = _asking(s3.S3Storage.delete)
    exists = _asking(s3.S3Storage.exists)
    listdir = _asking(s3.S3Storage.listdir)
    size = _asking(s3.S3Storage.size)
    get_modified_time = _asking(s3.S3Storage.get_modified_time)

    def url(self, name, **_kwargs):
        return urljoin(settings.MEDIA_URL, filepath_to_uri(name))
