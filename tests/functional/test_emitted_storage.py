"""An object storage with XML like that of Amazon S3, called on loopback."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from server import serving

BUCKETS = b"""<?xml version="1.0" encoding="UTF-8"?>
<ListAllMyBucketsResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/">
  <Owner><ID>75aa57f09aa0c8caeab4f8c24e99d10f8e7faeebf76c078efc7c6caea54ba06a</ID></Owner>
  <Buckets>
    <Bucket><Name>quotes</Name><CreationDate>2006-02-03T16:45:09.000Z</CreationDate></Bucket>
    <Bucket><Name>samples</Name><CreationDate>2006-02-03T16:41:58.000Z</CreationDate></Bucket>
  </Buckets>
</ListAllMyBucketsResult>"""
OBJECTS = b"""<?xml version="1.0" encoding="UTF-8"?>
<ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/">
  <Name>quotes</Name><Prefix/><NextContinuationToken>1ueGcxLPRx1Tr/XYExHnhbYLgveDs2J/wm36Hy4vbOwM=</NextContinuationToken>
  <KeyCount>2</KeyCount><MaxKeys>2</MaxKeys><IsTruncated>true</IsTruncated>
  <Contents>
    <Key>my &amp; image.jpg</Key><LastModified>2009-10-12T17:50:30.000Z</LastModified>
    <ETag>"fba9dede5f27731c9771645a39863328"</ETag><ChecksumAlgorithm>SHA256</ChecksumAlgorithm>
    <Size>434234</Size><StorageClass>STANDARD</StorageClass>
  </Contents>
  <Contents><Key>cold</Key><Size>0</Size><StorageClass>DEEP_ARCHIVE</StorageClass><Unheard>1</Unheard></Contents>
  <CommonPrefixes><Prefix>photos/</Prefix></CommonPrefixes>
</ListBucketResult>"""
ERROR = b"""<?xml version="1.0" encoding="UTF-8"?>
<Error><Code>NoSuchBucket</Code><Message>The specified bucket does not exist</Message><BucketName>q</BucketName><RequestId>4442587FB7D0A2F9</RequestId></Error>"""
DELETED = b"""<DeleteResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Deleted><Key>a</Key></Deleted></DeleteResult>"""


@pytest.mark.case("xml/object-storage")
def test_an_object_storage_is_called(package: Any) -> None:
    """Buckets in a wrapped list, objects in a plain list, errors as models, a body with a namespace."""
    with serving() as played, package.ObjectStorage(base_url=played.url) as client:
        played.headers = {"Content-Type": "application/xml"}
        played.content = BUCKETS
        buckets = client.storage.list_buckets()
        assert [each.name for each in buckets.buckets] == ["quotes", "samples"]
        assert buckets.buckets[0].creation_date == dt.datetime(2006, 2, 3, 16, 45, 9, tzinfo=dt.timezone.utc)  # fmt: skip
        assert buckets.owner.id.startswith("75aa57")
        played.content = OBJECTS
        objects = client.storage.list_objects_v2("quotes")
        first, second = objects.contents
        assert (first.key, first.size, first.e_tag) == (
            "my & image.jpg",
            434234,
            '"fba9dede5f27731c9771645a39863328"',
        )
        assert first.checksum_algorithm == ["SHA256"]
        assert first.storage_class is package.ObjectStorageClass.STANDARD
        assert (second.size, second.storage_class) == (0, "DEEP_ARCHIVE")
        assert (objects.is_truncated, objects.key_count, objects.prefix) == (True, 2, "")
        assert objects.common_prefixes == [package.CommonPrefix(prefix="photos/")]
        played.content = DELETED
        done = client.storage.delete_objects(
            "quotes", body=package.Delete(objects=[package.ObjectIdentifier(key="a&b")])
        )
        assert done.deleted == [package.ObjectIdentifier(key="a")]
        assert played.asked[-1][3] == (
            b'<?xml version="1.0" encoding="UTF-8"?>\n'
            b'<Delete xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Object><Key>a&amp;b</Key></Object></Delete>'
        )
        played.status, played.content = 404, ERROR
        with pytest.raises(package.NotFoundError) as caught:
            client.storage.list_objects_v2("q")
    assert caught.value.body == package.Error(
        code="NoSuchBucket",
        message="The specified bucket does not exist",
        request_id="4442587FB7D0A2F9",
    )
    assert [one[1] for one in played.asked][1] == "/quotes?list-type=2"
