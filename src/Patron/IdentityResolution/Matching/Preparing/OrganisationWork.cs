using Patron.Analytics.Matching;

namespace Patron.IdentityResolution.Matching.Preparing;

/// <summary>
/// Names of organisations and, apart from them, their legal forms. Where a file has names in Latin letters beside Hangul or Chinese characters there are
/// two columns of names: in their own script, and in Latin letters for pairs of which one has no other.
/// </summary>
internal sealed class OrganisationWork : FieldWork
{
    private readonly int column;
    private readonly bool twoScripts;
    private readonly OrganisationFolder folder = new();
    private readonly KnownValues known = new();
    private readonly List<(int Name, int Form, int Latin)> read = [];

    /// <param name="first">The number of the first column that it makes.</param>
    public OrganisationWork(int column, string name, int first, bool twoScripts)
    {
        (this.column, this.twoScripts) = (column, twoScripts);
        Fields = [new(FieldRole.Organisation, name), new(FieldRole.LegalForm, name)];
        if (twoScripts) Fields = [.. Fields, new(FieldRole.Organisation, name) { InsteadOf = first }];
    }

    public override IReadOnlyList<MatchField> Fields { get; }

    protected override void Prepare(RowBatch rows, int row, ReadOnlySpan<MatchColumn> into)
    {
        var raw = rows[row, column];
        if (known.TryGet(raw, out var key, out var number))
        {
            into[0].AppendNumber(read[number].Name);
            into[1].AppendNumber(read[number].Form);
            if (twoScripts) into[2].AppendNumber(read[number].Latin);
            return;
        }
        var nothing = Nothing.Says(raw);
        var folded = nothing ? "" : folder.Fold(raw).ToString();
        var isOwn = folded.AsSpan().ContainsAnyInRange('\u3041', '\uFAFF');
        var (name, form, latin) = (into[0].Append(isOwn || !twoScripts ? folded : ""), into[1].Append(nothing ? "" : folder.Form), -1);
        if (twoScripts) latin = into[2].Append(isOwn ? OrganisationLatin.Of(folded) ?? "" : OrganisationLatin.OfLatin(folded));
        known.Add(key, read.Count);
        read.Add((name, form, latin));
    }
}
