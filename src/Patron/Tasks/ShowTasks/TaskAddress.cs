using System.Globalization;
using Patron.Analytics.Base;
using Patron.Customers.Contracts;
using Patron.Kernel;
using Patron.Tasks.Contracts;
using Patron.Tasks.KeepTasks;

namespace Patron.Tasks.ShowTasks;

/// <summary>What the list's address says.</summary>
internal sealed record TaskAddress(TaskFilter Filter, string State, int Page)
{
    public const int PageSize = 50;

    public static TaskAddress None { get; } = new(new("open"), "open", 1);

    public static TaskAddress Of(IQueryCollection query)
    {
        var state = query["state"].ToString() is "overdue" or "done" or "cancelled" or "all" ? query["state"].ToString() : "open";
        return new(
            new(state, Enum.TryParse<TaskKind>(query["kind"], out var kind) && Enum.IsDefined(kind) ? kind : null, IdText.TryRead<UserId>(query["owner"], out var owner) ? owner : null,
                IdText.TryRead<TeamId>(query["team"], out var team) ? team : null, query["q"].ToString().Trim() is { Length: > 0 and <= 100 } words ? words : null, RowFieldAsk.Of(query),
                query["sort"].ToString() is var sort && RowFieldAsk.Sorts(sort) ? sort : null),
            state, int.TryParse(query["page"], NumberStyles.None, CultureInfo.InvariantCulture, out var page) ? Math.Clamp(page, 1, 100_000) : 1);
    }
}

internal static class CustomerNames
{
    /// <summary>As the base knows the customer; null where it does not, or knows no name.</summary>
    public static string? Of(CustomerBaseSnapshot snapshot, CustomerId customer) => snapshot.TryIndex(customer.Value, out var at) && snapshot[CustomerColumns.Name][at] is { Length: > 0 } name ? name : null;
}
