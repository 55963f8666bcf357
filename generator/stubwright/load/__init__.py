"""Load documents from a path, a URL or standard input; the only stage that reads."""

from stubwright.load.fetching import Fetch as Fetch
from stubwright.load.fetching import FetchError as FetchError
from stubwright.load.load import load as load
