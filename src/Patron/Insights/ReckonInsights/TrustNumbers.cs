using System.Numerics;
using Patron.Analytics.Base;
using Patron.Customers.Contracts;

namespace Patron.Insights.ReckonInsights;

/// <summary>How much is known of the people, each a count of known customers.</summary>
/// <param name="Joined">Found in two sources or more.</param>
/// <param name="Missing">Without a fact, by the fact's name in the query string: birth, sex, country, language.</param>
internal sealed record TrustNumbers(int People, int Joined, int WithEmail, int WithPhone, int WithLetter, int Unreachable, IReadOnlyDictionary<string, int> Missing)
{
    public static TrustNumbers Of(CustomerBaseSnapshot snapshot, Bitmap members)
    {
        var (sources, reach) = (snapshot[CustomerColumns.Sources], snapshot[CustomerColumns.Reach]);
        var (people, joined, email, phone, letter, none) = (0, 0, 0, 0, 0, 0);
        foreach (var i in members.Indexes())
        {
            people++;
            if (BitOperations.PopCount(sources[i]) > 1) joined++;
            var by = reach[i];
            if ((by & ReachFlags.Email) != 0) email++;
            if ((by & ReachFlags.Phone) != 0) phone++;
            if ((by & ReachFlags.Letter) != 0) letter++;
            if (by == 0) none++;
        }
        return new(people, joined, email, phone, letter, none, Facts.Names.ToDictionary(name => name, name => Facts.Without(name, snapshot, members)!.Count()));
    }

    /// <summary>Facts that a record of a person may lack.</summary>
    public static class Facts
    {
        public static IReadOnlyList<string> Names { get; } = ["birth", "sex", "country", "language"];

        /// <summary>Those of the members who lack the fact; an organisation is not born and has no sex. Null: no such fact.</summary>
        public static Bitmap? Without(string name, CustomerBaseSnapshot snapshot, Bitmap members)
        {
            CustomerQuery? lacks = name switch
            {
                "birth" => new CustomerQuery.All(Persons, new CustomerQuery.NumberMissing(CustomerColumns.Birth)),
                "sex" => new CustomerQuery.All(Persons, new CustomerQuery.CategoryMissing(CustomerColumns.Sex)),
                "country" => new CustomerQuery.CategoryMissing(CustomerColumns.Country),
                "language" => new CustomerQuery.CategoryMissing(CustomerColumns.Language),
                _ => null,
            };
            return lacks is null ? null : snapshot.Select(lacks, members, 0);
        }

        private static CustomerQuery.None Persons { get; } = new(new CustomerQuery.CategoryIn(CustomerColumns.Kind, "organisation"));
    }
}
