"""A path, a URL or standard input to Documents: the only stage that reads."""

from stubwright.load.fetch import Fetch as Fetch
from stubwright.load.fetch import FetchError as FetchError
from stubwright.load.load import load as load
