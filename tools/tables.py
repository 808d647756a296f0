"""The tables of an empty database, made at once from what all migrations lead to.

One after the other the migrations build each state of every table in memory, which takes longer
than everything else at a first start (docs/decisions/0032).
"""

from typing import Final

from django.core.management import call_command
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.migrations import Migration, operations
from django.db.migrations.executor import MigrationExecutor

OWN: Final = frozenset({"rectification", "workflows"})
SHAPES: Final = (
    operations.CreateModel,
    operations.DeleteModel,
    operations.RenameModel,
    operations.AlterModelTable,
    operations.AlterModelOptions,
    operations.AlterModelManagers,
    operations.AlterUniqueTogether,
    operations.AddField,
    operations.AlterField,
    operations.RemoveField,
    operations.RenameField,
    operations.AddIndex,
    operations.RemoveIndex,
    operations.RenameIndex,
    operations.AddConstraint,
    operations.RemoveConstraint,
)


def bring_up_to_date(using: str = DEFAULT_DB_ALIAS) -> None:
    """An empty database gets its tables at once, any other one by its migrations."""
    executor = MigrationExecutor(connections[using])
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    own = [step for step, _ in plan if step.app_label in OWN]
    if _is_empty(using) and all(_only_shapes(step) for step in own):
        _make_all(executor, using)
    # Content types and grants, and the triggers, follow every `migrate`, also one with no step.
    call_command("migrate", database=using, verbosity=0, interactive=False)


def _is_empty(using: str) -> bool:
    return not connections[using].introspection.table_names()


def _only_shapes(migration: Migration) -> bool:
    """What writes rows or runs statements of its own has to run."""
    return all(isinstance(operation, SHAPES) for operation in migration.operations)


def _make_all(executor: MigrationExecutor, using: str) -> None:
    loader = executor.loader
    apps = loader.project_state(loader.graph.leaf_nodes()).apps
    with connections[using].schema_editor() as editor:
        for model in apps.get_models():
            if model._meta.can_migrate(using):
                editor.create_model(model)
        executor.recorder.ensure_schema()
        for key in loader.graph.nodes:
            executor.recorder.record_applied(*key)
