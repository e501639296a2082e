"""What makes executed notebooks the same bytes everywhere; `helpers.commands.run` loads it, nbconvert --config can."""

c = get_config()  # noqa: F821  (given by traitlets, which runs this file)

# No times in the cells; a cell may take as long as it needs.
c.NotebookClient.record_timing = False
c.NotebookClient.timeout = None

# The kernel on TCP, because ipc hangs for a notebook in a subfolder; encrypted, or it warns.
c.KernelManager.transport = "tcp"
c.KernelManager.transport_encryption = "auto"

# How prints are cut into pieces depends on timing: join them, and again after execution.
c.CoalesceStreamsPreprocessor.enabled = True
c.NotebookExporter.preprocessors = ["nbconvert.preprocessors.CoalesceStreamsPreprocessor"]

# The notebook's metadata name the interpreter's version: keep the kernel alone. Cell metadata stay.
c.ClearMetadataPreprocessor.enabled = True
c.ClearMetadataPreprocessor.clear_cell_metadata = False
c.ClearMetadataPreprocessor.preserve_nb_metadata_mask = {"kernelspec"}
