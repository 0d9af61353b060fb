using System.Data.Common;
using System.Globalization;
using Patron.Customers.Contracts;
using Patron.Data;
using Patron.Kernel;
using Patron.Tasks.Contracts;

namespace Patron.Tasks.KeepTasks;

/// <summary>Which tasks a list shows, and in which order.</summary>
/// <param name="State">open, overdue, done, cancelled; anything else is all.</param>
/// <param name="Words">Any part of the title, in any case.</param>
/// <param name="Own">What is asked of the organisation's own fields.</param>
/// <param name="Sort">A field of the organisation's own; without one the earliest due comes first, and of those that are over the latest.</param>
internal sealed record TaskFilter(string? State = null, TaskKind? Kind = null, UserId? Owner = null, TeamId? Team = null, string? Words = null, RowFieldAsk? Own = null, string? Sort = null)
{
    private static readonly string Open = string.Create(CultureInfo.InvariantCulture, $"t.state not in ({(int)TaskState.Done}, {(int)TaskState.Cancelled})");

    public bool AsksOwn => Own is not null || Sort is not null;

    /// <summary>The condition on tasks_tasks t, its parameters put on the command.</summary>
    public string Where(DbCommand command, DateTimeOffset now, RowFields fields)
    {
        var all = new List<string> { "t.customer_id not in (select id from customers where deleted_at is not null)" };
        switch (State)
        {
            case "open": all.Add(Open); break;
            case "done": Is("state", (long)TaskState.Done); break;
            case "cancelled": Is("state", (long)TaskState.Cancelled); break;
            case "overdue":
                all.Add(Open + " and t.due < @now");
                command.AddInstant("@now", now);
                break;
        }
        Is("kind", (long?)Kind);
        Is("owner_id", Owner?.Value);
        Is("team_id", Team?.Value);
        if (Words is { Length: > 0 } words)
        {
            all.Add("lower(t.title) like @words escape '\\'");
            command.Add("@words", "%" + words.ToLowerInvariant().Replace("\\", "\\\\", StringComparison.Ordinal).Replace("%", "\\%", StringComparison.Ordinal).Replace("_", "\\_", StringComparison.Ordinal) + "%");
        }
        if (Own is not null) all.AddRange(Own.Where(command, "t", fields));
        return string.Join(" and ", all);

        void Is(string column, long? value)
        {
            if (value is { } number) all.Add(string.Create(CultureInfo.InvariantCulture, $"t.{column} = {number}"));
        }
    }

    public string Order(bool postgres, RowFields fields) =>
        Sort is not null && RowFieldAsk.Order(Sort, postgres, "t", fields) is { } own ? own + ", t.due, t.id" : State is "done" or "cancelled" ? "t.due desc, t.id desc" : "t.due, t.id";
}
