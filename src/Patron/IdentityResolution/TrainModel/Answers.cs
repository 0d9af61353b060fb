using System.Data.Common;
using Patron.Data;
using Patron.IdentityResolution.Contracts;

namespace Patron.IdentityResolution.TrainModel;

/// <summary>What people said of two records: the same, or never.</summary>
internal readonly record struct PairAnswer(long One, long Other, bool Same);

/// <summary>The answers that hold: of the review, and joins and splits by hand.</summary>
internal static class Answers
{
    /// <summary>The latest; more of them teach nothing new.</summary>
    private const int Most = 4_000;

    public static List<PairAnswer> Latest(DbConnection connection)
    {
        var found = new List<PairAnswer>();
        using var rows = FastReader.Open(connection, $"""
            select first_record, second_record, verdict from {IdentityTables.Decisions}
            where ended_at is null and verdict in ({(int)Verdict.Same}, {(int)Verdict.Never}) and "by" is not null order by id desc limit {Most}
            """);
        while (rows.Read()) found.Add(new(rows.Long(0), rows.Long(1), rows.Int(2) == (int)Verdict.Same));
        return found;
    }
}
