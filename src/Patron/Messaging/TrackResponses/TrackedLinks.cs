using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Patron.Data;
using Patron.Kernel;
using Patron.Messaging.Contracts;

namespace Patron.Messaging.TrackResponses;

/// <summary>An address that messages lead to. A click names it by its id, so nobody can send people anywhere through us.</summary>
internal sealed class TrackedLink
{
    public required long Id { get; init; }

    /// <summary>SHA-256 of the address, in base 64.</summary>
    public required string Digest { get; init; }
    public required string Url { get; init; }
}

internal sealed class LinkTable : IEntityTypeConfiguration<TrackedLink>
{
    public const string Name = "messaging_links";
    public const int LongestUrl = 2_000;

    public void Configure(EntityTypeBuilder<TrackedLink> link)
    {
        link.ToTable(Name);
        link.HasKey(l => l.Id);
        link.Property(l => l.Digest).HasMaxLength(44);
        link.Property(l => l.Url).HasMaxLength(LongestUrl);
        link.HasIndex(l => l.Digest).IsUnique();
    }
}

/// <summary>Turns the links of a message, in HTML and in plain text, into ones that tell of a click.</summary>
internal sealed partial class TrackedLinks(IDbContextFactory<PatronDb> contexts, IdMaker ids)
{
    /// <summary>Enough for all campaigns that run; emptied beyond.</summary>
    private const int MostKept = 10_000;
    private readonly ConcurrentDictionary<string, long> known = new(StringComparer.Ordinal);

    /// <summary>The ids of all addresses that these messages lead to, made where they are new; ours and overlong ones are left out.</summary>
    public async Task<IReadOnlyDictionary<string, long>> IdsOf(IEnumerable<RenderedMessage> messages, string own, CancellationToken ct)
    {
        var urls = messages.SelectMany(UrlsOf).Where(u => u.Length <= LinkTable.LongestUrl && !u.StartsWith(own, StringComparison.Ordinal)).Distinct().ToList();
        var found = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var url in urls)
            if (known.TryGetValue(url, out var id)) found[url] = id;
        string[] missing = [.. urls.Where(u => !found.ContainsKey(u))];
        if (missing.Length == 0) return found;
        await using var db = await contexts.CreateDbContextAsync(ct);
        foreach (var url in missing)
        {
            var (id, digest) = (ids.Next<JobId>().Value, Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(url))));
            await db.Database.ExecuteSqlAsync($"insert into messaging_links (id, digest, url) values ({id}, {digest}, {url}) on conflict (digest) do nothing", ct);
        }
        string[] digests = [.. missing.Select(u => Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(u))))];
        foreach (var link in await db.Set<TrackedLink>().AsNoTracking().Where(l => digests.Contains(l.Digest)).ToListAsync(ct)) found[link.Url] = link.Id;
        if (known.Count > MostKept) known.Clear();
        foreach (var url in missing) known[url] = found[url];
        return found;
    }

    public static RenderedMessage Track(RenderedMessage words, IReadOnlyDictionary<string, long> links, LinkSigner signer, MessageId message) => words with
    {
        Text = InText().Replace(words.Text, match => links.TryGetValue(match.Value, out var id) ? signer.Click(message, id) : match.Value),
        Html = words.Html is { } html ? Href().Replace(html, match => links.TryGetValue(System.Net.WebUtility.HtmlDecode(match.Groups[1].Value), out var id) ? $"href=\"{signer.Click(message, id)}\"" : match.Value) : null,
    };

    private static IEnumerable<string> UrlsOf(RenderedMessage words) =>
        InText().Matches(words.Text).Select(m => m.Value).Concat(words.Html is { } html ? Href().Matches(html).Select(m => System.Net.WebUtility.HtmlDecode(m.Groups[1].Value)) : []);

    public async Task<string?> Url(long id, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await db.Set<TrackedLink>().AsNoTracking().Where(l => l.Id == id).Select(l => l.Url).FirstOrDefaultAsync(ct);
    }

    [GeneratedRegex("href=\"(https?://[^\"]+)\"", RegexOptions.IgnoreCase)]
    private static partial Regex Href();

    // As mail programs find it: the full stop and the bracket behind an address do not belong to it.
    [GeneratedRegex(@"https?://[^\s<>""]*[^\s<>""'.,;:!?)\]}…。，；：！？）」』]", RegexOptions.IgnoreCase)]
    private static partial Regex InText();
}
