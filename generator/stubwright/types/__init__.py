"""The nouns: what each stage of the pipeline takes and gives. The verbs are the folders beside this one."""
