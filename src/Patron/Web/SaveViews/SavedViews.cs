using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Patron.Data;
using Patron.Kernel;

namespace Patron.Web.SaveViews;

/// <summary>A list whose views people may save. Registered as a singleton by the room whose list it is.</summary>
/// <param name="Path">Its address without a query: "/tickets".</param>
internal sealed record ListWithViews(string Path);

/// <summary>A list as somebody wants to find it again; its owner has no other of this name there.</summary>
/// <param name="Query">Of the address, without question mark, page and what was just done.</param>
/// <param name="Shared">Everybody sees it; else its owner alone.</param>
internal sealed record SavedView(string List, string Name, string Query, bool Shared);

internal sealed record ViewNameNeeded() : Refusal("web.views.refused.name");

internal sealed record TooManyViews() : Refusal("web.views.refused.many");

/// <summary>What people saved: a setting of each person, so that each can take back what was done to the own views while others go on.</summary>
internal sealed class SavedViews(IDbContextFactory<PatronDb> contexts, SettingDeeds settings, IEnumerable<ListWithViews> lists)
{
    public const string Kinds = "view.";
    public const int LongestName = 60, LongestQuery = 1_000, MostOfAList = 30;
    internal const string Keys = "views.";

    /// <summary>Those of a list that somebody sees, by name; the own ones are told apart by <c>Own</c>.</summary>
    public async Task<IReadOnlyList<(SavedView View, bool Own)>> Of(string list, UserId? user, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var rows = await db.Set<SettingRow>().AsNoTracking().Where(s => s.Key.StartsWith(Keys)).ToListAsync(ct);
        return [.. rows.SelectMany(r => JsonSerializer.Deserialize<SavedView[]>(r.Value)!.Select(v => (View: v, Own: r.Key == KeyOf(user))))
            .Where(v => v.View.List == list && (v.Own || v.View.Shared)).OrderBy(v => v.View.Name, StringComparer.Ordinal).ThenByDescending(v => v.Own)];
    }

    /// <summary>Saves the list as it is asked for; under a name that one has there already, the view becomes this one.</summary>
    public async Task<Result<ChangeSetId?>> Save(string list, string? name, string query, bool shared, UserId user, CancellationToken ct)
    {
        if (name?.Trim() is not { Length: > 0 and <= LongestName } called || query.Length > LongestQuery || !lists.Any(l => l.Path == list)) return new ViewNameNeeded();
        return await Change(user, "save", views =>
        {
            var known = views.FirstOrDefault(v => v.List == list && v.Name == called);
            if (known is null && views.Count(v => v.List == list) >= MostOfAList) return new TooManyViews();
            return (SavedView[])[.. views.Where(v => v != known), new(list, called, query, shared)];
        }, ct);
    }

    /// <summary>What is not one's own stays.</summary>
    public Task<Result<ChangeSetId?>> Remove(string list, string? name, UserId user, CancellationToken ct) => Change(user, "remove", views => views.Where(v => v.List != list || v.Name != name).ToArray(), ct);

    private Task<Result<ChangeSetId?>> Change(UserId user, string what, Func<SavedView[], Result<SavedView[]>> change, CancellationToken ct) =>
        settings.Change(KeyOf(user)!, Kinds + what, [], change, user, ct);

    internal static string? KeyOf(UserId? user) => user is { } id ? Keys + id : null;

    /// <summary>Whose they are, by the key of the setting.</summary>
    internal static UserId UserOf(string key) => IdText.TryRead<UserId>(key[Keys.Length..], out var user) ? user : default;
}
