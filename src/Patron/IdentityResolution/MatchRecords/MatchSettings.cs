using Patron.Data;

namespace Patron.IdentityResolution.MatchRecords;

/// <summary>From which probability on records are joined, and from which on people are asked.</summary>
internal sealed record MatchSettings(double Join, double Ask)
{
    /// <summary>Pairs down to here are kept, so that a change of the lines can be looked at before it is made.</summary>
    public const double Kept = .30;
    public const double MostJoin = .99999;
    public const string Key = "matching";

    public static MatchSettings Default { get; } = new(.99, .60);

    public static async Task<MatchSettings> Read(PatronDb db, CancellationToken ct) => await db.Read<MatchSettings>(Key, ct) ?? Default;

    public Task Write(PatronDb db, CancellationToken ct) => db.Write(Key, this, ct);
}
