"""AWS services by signed HTTP requests, for the functions that somebody waits for.

boto3 takes a quarter of a second to import and a millisecond of a core for every call: as long as a face takes to be
found. These few calls need no more than Signature Version 4 and the standard library. Everything else uses boto3.
"""

from proctor_audit.stores.signed_http.credentials import CredentialSource
from proctor_audit.stores.signed_http.service import Answer, AwsError, JsonService, Service
from proctor_audit.stores.signed_http.signature import Credentials

__all__ = ["Answer", "AwsError", "CredentialSource", "Credentials", "JsonService", "Service"]
