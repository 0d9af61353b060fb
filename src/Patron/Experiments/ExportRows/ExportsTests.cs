using Patron.Data;
using Patron.Data.Exporting;
using Patron.Experiments.Contracts;
using Patron.Experiments.KeepTests;
using Patron.Kernel;

namespace Patron.Experiments.ExportRows;

/// <summary>Tests under their numbers, which are those of what is tested.</summary>
internal sealed class ExportsTests() : ExportsTable("tests", 105, TestTable.Name,
    [
        new("id", KeptAs.Long), new("kind", KeptAs.Text), new("key", KeptAs.Text), new("name", KeptAs.Text), new("href", KeptAs.Text), new("arms", KeptAs.Text), new("window_days", KeptAs.Int),
        new("power", KeptAs.Int, Null: true), new("started_at", KeptAs.Instant), new("ended_at", KeptAs.Instant, Null: true),
    ]);

/// <summary>Who was drawn into which arm.</summary>
internal sealed class ExportsAssignments() : ExportsCustomerTable("assignments", 106, AssignmentTable.Name, Topics.Experiments,
    [new("test_id", KeptAs.Long), new("arm", KeptAs.Int), new("at", KeptAs.Instant)], same: ["test_id", "arm", "at"], which: $"t.test_id <> {ControlGroup.Test}");
