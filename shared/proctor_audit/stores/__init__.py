"""Where things are kept: session state, queue, evidence, records. The only room that knows AWS and Postgres."""
