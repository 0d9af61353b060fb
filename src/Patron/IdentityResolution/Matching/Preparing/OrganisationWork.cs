using Patron.Analytics.Matching;

namespace Patron.IdentityResolution.Matching.Preparing;

/// <summary>
/// Names of organisations where a file has them in Latin letters beside Hangul or Chinese characters: a column in their own script, and one in Latin
/// letters for pairs of which one has no other.
/// </summary>
internal sealed class OrganisationWork : FieldWork
{
    private readonly int column;
    private readonly OrganisationFolder folder = new();
    private readonly KnownValues known = new();
    private readonly List<(int Own, int Latin)> read = [];

    /// <param name="first">The number of the first column that it makes.</param>
    public OrganisationWork(int column, string name, int first)
    {
        this.column = column;
        Fields = [new(FieldRole.Organisation, name), new(FieldRole.Organisation, name) { InsteadOf = first }];
    }

    public override IReadOnlyList<MatchField> Fields { get; }

    protected override void Prepare(RowBatch rows, int row, ReadOnlySpan<MatchColumn> into)
    {
        var raw = rows[row, column];
        if (known.TryGet(raw, out var key, out var number))
        {
            into[0].AppendNumber(read[number].Own);
            into[1].AppendNumber(read[number].Latin);
            return;
        }
        var folded = Nothing.Says(raw) ? "" : folder.Fold(raw).ToString();
        var isOwn = folded.AsSpan().ContainsAnyInRange('\u3041', '\uFAFF');
        read.Add((into[0].Append(isOwn ? folded : ""), into[1].Append(isOwn ? OrganisationLatin.Of(folded) ?? "" : OrganisationLatin.OfLatin(folded))));
        known.Add(key, read.Count - 1);
    }
}
