"""The same stack on one machine: Postgres, AWS stand-ins, functions in worker processes, API Gateway."""
