"""The model of documents, tasks and facts; names; stores."""
