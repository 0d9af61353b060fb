using System.Security.Claims;
using Patron.Access.Contracts;
using Patron.CustomerBase.Contracts;
using Patron.Kernel;
using Patron.Tasks.KeepTasks;
using Patron.Web.Contracts;

namespace Patron.Tasks.ShowTasks;

/// <summary>Open tasks by their titles, in the palette.</summary>
internal sealed class TasksPalette(TaskReads reads, ICustomerBase customerBase, ICurrentUser who) : IPaletteSource
{
    private const int Most = 5, Shortest = 3, Longest = 100;

    public int Order => 35;

    public async ValueTask<IReadOnlyList<PaletteHit>> Find(string text, ClaimsPrincipal user, CancellationToken ct)
    {
        var words = text.Trim();
        if (words.Length is < Shortest or > Longest || !who.Can(Permissions.ReadCustomers)) return [];
        var (tasks, _) = await reads.List(new("open", Words: words), 0, Most, who.Id, ct);
        return [.. tasks.Select(t => new PaletteHit(t.Title, TaskUrls.One(t.Customer, t.Id), TaskWords.Icon(t.Kind), CustomerNames.Of(customerBase.Current, t.Customer)))];
    }
}
