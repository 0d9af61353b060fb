using System.Diagnostics;
using FsCheck;
using FsCheck.Fluent;
using Patron.IdentityResolution.Matching;

namespace Patron.Tests.IdentityResolution.Matching;

public sealed class ExactResolverTests
{
    [Fact]
    public void A5_one_phone_joins_the_professor_of_the_service_desk_with_the_gentleman_of_the_orders()
    {
        var phone = PhoneKey.Normalise("0912-345-670", "TW")!;
        RecordFacts[] records =
        [
            new(1, 10, "321", PersonName.Parse("郭倉義教授"), [], [phone], 0, 1),
            new(2, 20, "543", PersonName.Parse("郭倉義先生"), [], [phone], 0, 2),
        ];

        var resolution = ExactResolver.Resolve(records, []);

        var cluster = Assert.Single(resolution.Clusters);
        Assert.Equal([1, 2], cluster.Records);
        var link = Assert.Single(resolution.Links);
        Assert.Equal((1, 2, KeyKind.Phone, IdentityReasons.PhoneSame), (link.A, link.B, link.Kind, link.Reason));
        Assert.Equal(KeyDigest.Of(KeyKind.Phone, phone), link.KeyDigest);
        Assert.DoesNotContain("912345670", link.KeyDigest, StringComparison.Ordinal);

        var parted = ExactResolver.Resolve(records, [new(2, 1)]);
        Assert.Equal([[1], [2]], parted.Clusters.Select(c => c.Records));
        Assert.Equal(IdentityReasons.ApartByHand, Assert.Single(parted.KeptApart).Reason);
    }

    [Fact]
    public void A5_a_name_alone_joins_nobody() =>
        Assert.Equal(2, ExactResolver.Resolve([Record(1, "郭倉義教授"), Record(2, "郭倉義先生")], []).Clusters.Count);

    [Fact]
    public void Husband_and_wife_on_one_phone_stay_two()
    {
        var resolution = ExactResolver.Resolve([Record(1, "John Smith", phone: "+1"), Record(2, "Mary Smith", phone: "+1"), Record(3, "John Smith", phone: "+1")], []);
        Assert.Equal(3, resolution.Clusters.Count);
        var shared = Assert.Single(resolution.Shared);
        Assert.Equal([1, 2, 3], shared.Records);
        Assert.Equal(IdentityReasons.SharedByNames, shared.Reason);
    }

    [Fact]
    public void Father_and_son_of_one_name_on_one_phone_look_like_one_unless_Jr_or_a_person_says_otherwise()
    {
        RecordFacts[] records = [Record(1, "John Smith", "father@firm.com", "+1"), Record(2, "John Smith", "son@firm.com", "+1")];
        Assert.Single(ExactResolver.Resolve(records, []).Clusters);
        Assert.Equal(2, ExactResolver.Resolve(records, [new(1, 2)]).Clusters.Count);
        Assert.Equal(2, ExactResolver.Resolve([Record(1, "John Smith Sr", phone: "+1"), Record(2, "John Smith Jr", phone: "+1")], []).Clusters.Count);
    }

    [Fact]
    public void What_a_person_declared_to_be_one_is_one_whatever_the_names_say_and_never_wins_over_it()
    {
        RecordFacts[] records = [Record(1, "Ada Byron"), Record(2, "Ada King"), Record(3, "Mary Smith")];
        var declared = ExactResolver.Resolve(records, [], new MustLink(2, 1, true, 1));
        Assert.Equal([[1, 2], [3]], declared.Clusters.Select(c => c.Records));
        Assert.Equal(IdentityReasons.ByHand, Assert.Single(declared.Links).Reason);
        var against = ExactResolver.Resolve(records, [new(3, 2)], new MustLink(2, 1, true, 1), new MustLink(3, 1, true, 1));
        Assert.Equal(2, against.Clusters.Count);
        Assert.Equal(IdentityReasons.ApartByHand, Assert.Single(against.KeptApart).Reason);
    }

    [Fact]
    public void The_model_weighs_the_names_of_its_own_pair_but_brings_no_strangers_together_behind_it()
    {
        RecordFacts[] records = [Record(1, "Ada Byron"), Record(2, "Ada King", "ada@x.org"), Record(3, "Grace Hopper")];
        Assert.Equal([[1, 2], [3]], ExactResolver.Resolve(records, [], new MustLink(1, 2, false, .99)).Clusters.Select(c => c.Records));
        // 1 and 3 would meet through 2: the surer of the two links stands, the other is told of.
        var chain = ExactResolver.Resolve([Record(1, "Ada Byron"), Record(2, ""), Record(3, "Grace Hopper")], [], new MustLink(1, 2, false, .991), new MustLink(2, 3, false, .999));
        Assert.Equal([[1], [2, 3]], chain.Clusters.Select(c => c.Records));
        Assert.Equal((1, 2, IdentityReasons.ApartByNames), chain.KeptApart.Select(k => (k.A, k.B, k.Reason)).Single());
    }

    [Fact]
    public void An_address_of_two_names_that_were_declared_to_be_one_person_is_shared_by_no_strangers()
    {
        RecordFacts[] records = [Record(1, "Ada Byron", "a@x.org"), Record(2, "Ada King", "a@x.org"), Record(3, "A. King", "a@x.org"), Record(4, "Ada Byron", "a@x.org")];
        Assert.Single(ExactResolver.Resolve(records, []).Shared);
        Assert.Single(ExactResolver.Resolve(records, [], new MustLink(1, 2, true, 1)).Clusters);
        Assert.Single(ExactResolver.Resolve([.. records, Record(5, "Peter Mark", "a@x.org")], [], new MustLink(1, 2, true, 1)).Shared);
    }

    [Fact]
    public void The_office_address_of_many_joins_nobody()
    {
        Assert.Equal(2, ExactResolver.Resolve([Record(1, "Ann Lee", "info@firm.com"), Record(2, "Bob Ray", "info@firm.com")], []).Clusters.Count);

        var oneName = Enumerable.Range(1, ExactResolver.MostRecordsOfAKey + 1).Select(i => Record(i, "Ann Lee", "info@firm.com")).ToArray();
        Assert.Single(ExactResolver.Resolve(oneName[..^1], []).Clusters);
        var resolution = ExactResolver.Resolve(oneName, []);
        Assert.Equal(oneName.Length, resolution.Clusters.Count);
        Assert.Equal(IdentityReasons.SharedByMany, Assert.Single(resolution.Shared).Reason);
    }

    [Fact]
    public void A_nameless_record_is_joined_by_email_and_not_by_phone()
    {
        var byMail = ExactResolver.Resolve([Record(1, "Ann Lee", "a@firm.com"), Record(2, "", "a@firm.com")], []);
        Assert.Single(byMail.Clusters);
        Assert.Equal(IdentityReasons.EmailUnknown, Assert.Single(byMail.Links).Reason);
        Assert.Equal(2, ExactResolver.Resolve([Record(1, "Ann Lee", phone: "+1"), Record(2, "", phone: "+1")], []).Clusters.Count);
    }

    [Fact]
    public void A_nameless_record_glues_no_two_people_together()
    {
        var resolution = ExactResolver.Resolve(
        [
            Record(1, "Ann Lee", "ann@firm.com"), Record(2, "Bob Ray", "bob@firm.com"),
            new(3, 1, "", PersonName.Empty, ["ann@firm.com", "bob@firm.com"], [], 0, 3),
        ], []);
        Assert.Equal([[1, 3], [2]], resolution.Clusters.Select(c => c.Records));
        Assert.Equal(IdentityReasons.ApartByNames, Assert.Single(resolution.KeptApart).Reason);
    }

    [Fact]
    public void A_person_and_a_company_on_one_address_stay_two() =>
        Assert.Equal(2, ExactResolver.Resolve([Record(1, "Ann Lee", "ann@firm.com"), Record(2, "Firm Ltd", "ann@firm.com")], []).Clusters.Count);

    [Fact]
    public void The_same_external_id_in_one_source_is_one_record_whatever_it_is_called()
    {
        var resolution = ExactResolver.Resolve(
        [
            new(1, 7, "c1", PersonName.Parse("Ann Lee"), [], [], 0, 1), new(2, 7, "c1", PersonName.Parse("Ann Ray"), [], [], 0, 2),
            new(3, 8, "c1", PersonName.Parse("Ann Lee"), [], [], 0, 3),
        ], []);
        Assert.Equal([[1, 2], [3]], resolution.Clusters.Select(c => c.Records));
    }

    [Fact]
    public void What_a_person_keeps_apart_is_not_joined_through_others_either()
    {
        // 2 shares an address with both; the stronger link (the same name) holds, the weaker one goes.
        var resolution = ExactResolver.Resolve(
        [
            Record(1, "A. Lee", "x@firm.com"), new(2, 1, "", PersonName.Parse("Ann Lee"), ["x@firm.com", "y@firm.com"], [], 0, 2), Record(3, "Ann Lee", "y@firm.com"),
        ], [new(1, 3)]);
        Assert.Equal([[1], [2, 3]], resolution.Clusters.Select(c => c.Records));
    }

    [Fact]
    public void Joined_by_two_keys_says_so_twice() =>
        Assert.Equal([KeyKind.Email, KeyKind.Phone],
            ExactResolver.Resolve([Record(1, "Ann Lee", "a@firm.com", "+1"), Record(2, "Ann Lee", "a@firm.com", "+1")], []).Links.Select(l => l.Kind));

    [Fact]
    public void The_oldest_records_customer_survives_and_the_others_are_merged_into_it()
    {
        var resolution = ExactResolver.Resolve(
        [
            Record(5, "Ann Lee", "a@firm.com", created: 1), Record(4, "Ann Lee", "a@firm.com", customer: 900, created: 2),
            Record(3, "Ann Lee", "a@firm.com", customer: 100, created: 3),
        ], []);
        Assert.Equal(900, Assert.Single(resolution.Clusters).CustomerId);
        Assert.Equal([new CustomerMerge(100, 900)], resolution.Merges);
        Assert.Equal([new RecordMove(3, 100, 0)], resolution.Moves);
        Assert.Equal(0, resolution.NewCustomers);
    }

    [Fact]
    public void A_customer_that_falls_apart_stays_with_its_oldest_record()
    {
        var resolution = ExactResolver.Resolve([Record(1, "Ann Lee", customer: 100), Record(2, "Bob Ray", customer: 100), Record(3, "Eve Orr", customer: 200)], []);
        Assert.Equal([100, 0, 200], resolution.Clusters.Select(c => c.CustomerId));
        Assert.Equal([new RecordMove(2, 100, 1)], resolution.Moves);
        Assert.Equal(1, resolution.NewCustomers);
    }

    private static readonly Gen<RecordFacts> Facts =
        from name in Gen.Elements("Ann Lee", "A. Lee", "Anne Lee", "Bob Ray", "Robert Ray", "Lee", "", "김민수", "Minsu Kim", "Firm Ltd", "Bob Ray Jr")
        from mails in Gen.SubListOf("a@f.com", "b@f.com", "c@f.com", "d@f.com", "e@f.com")
        from phones in Gen.SubListOf("+1", "+2", "+3", "+4")
        from keep in Gen.Choose(0, 5)
        from external in Gen.Elements("", "", "", "x", "y", "z")
        from customer in Gen.Choose(0, 6)
        from created in Gen.Choose(1, 8)
        select new RecordFacts(0, 1, external, PersonName.Parse(name), [.. mails.Take(keep > 3 ? 2 : 1)], [.. phones.Take(keep % 2)], customer * 1000, created);

    private static readonly Gen<(RecordFacts[] Records, CannotLink[] Never, int Seed)> Cases =
        from records in Facts.ListOf().Resize(25)
        from never in Gen.Choose(1, 25).Two().Select(p => new CannotLink(p.Item1, p.Item2)).ListOf().Resize(4)
        from seed in Gen.Choose(0, int.MaxValue - 1)
        select (records.Select((r, i) => r with { Id = i + 1 }).ToArray(), never.ToArray(), seed);

    [Fact]
    public void The_order_of_the_input_changes_nothing() => Holds(c =>
    {
        var (shuffled, never) = (c.Records.ToArray(), c.Never.ToArray());
        var random = new System.Random(c.Seed);
        random.Shuffle(shuffled);
        random.Shuffle(never);
        Assert.Equal(Shown(ExactResolver.Resolve(c.Records, c.Never)), Shown(ExactResolver.Resolve(shuffled, never)));
    });

    [Fact]
    public void Who_belonged_to_whom_before_does_not_change_who_is_one() => Holds(c =>
    {
        var fresh = c.Records.Select(r => r with { CustomerId = 0 }).ToArray();
        Assert.Equal(ExactResolver.Resolve(fresh, c.Never).Clusters.Select(x => string.Join(' ', x.Records)),
            ExactResolver.Resolve(c.Records, c.Never).Clusters.Select(x => string.Join(' ', x.Records)));
    });

    [Fact]
    public void Resolving_the_result_again_changes_nothing() => Holds(c =>
    {
        var resolution = ExactResolver.Resolve(c.Records, c.Never);
        var customerOf = resolution.Clusters.Index().SelectMany(x => x.Item.Records.Select(id => (id, Customer: x.Item.CustomerId != 0 ? x.Item.CustomerId : 1_000_000 + x.Index)))
            .ToDictionary(x => x.id, x => x.Customer);
        var again = ExactResolver.Resolve([.. c.Records.Select(r => r with { CustomerId = customerOf[r.Id] })], c.Never);
        Assert.Empty(again.Merges);
        Assert.Empty(again.Moves);
        Assert.Equal(0, again.NewCustomers);
        Assert.Equal(resolution.Clusters.Select(x => string.Join(' ', x.Records)), again.Clusters.Select(x => string.Join(' ', x.Records)));
    });

    [Fact]
    public void Every_record_is_in_one_cluster_and_every_customer_stays_once_or_is_merged_once() => Holds(c =>
    {
        var resolution = ExactResolver.Resolve(c.Records, c.Never);
        Assert.Equal(c.Records.Select(r => r.Id), resolution.Clusters.SelectMany(x => x.Records).Order());
        Assert.Equal(c.Records.Select(r => r.CustomerId).Where(id => id != 0).Distinct().Order(),
            resolution.Clusters.Select(x => x.CustomerId).Where(id => id != 0).Concat(resolution.Merges.Select(m => m.From)).Order());
    });

    [Fact]
    public void No_cluster_holds_a_forbidden_pair_or_two_names_that_differ() => Holds(c =>
    {
        var byId = c.Records.ToDictionary(r => r.Id);
        foreach (var cluster in ExactResolver.Resolve(c.Records, c.Never).Clusters)
        {
            Assert.DoesNotContain(c.Never, n => n.A != n.B && cluster.Records.Contains(n.A) && cluster.Records.Contains(n.B));
            var named = cluster.Records.Select(id => byId[id]).Where(r => r.ExternalId.Length == 0).ToArray();
            foreach (var a in named)
                foreach (var b in named) Assert.NotEqual(NameAgreement.Different, NameCompatibility.Of(a.Name, b.Name).Agreement);
        }
    });

    [Fact]
    public void The_links_of_a_cluster_hold_it_together() => Holds(c =>
    {
        var resolution = ExactResolver.Resolve(c.Records, c.Never);
        var sets = new DisjointSets(c.Records.Length + 1);
        foreach (var link in resolution.Links) sets.Union((int)link.A, (int)link.B);
        foreach (var cluster in resolution.Clusters) Assert.Single(cluster.Records.Select(id => sets.Find((int)id)).Distinct());
        Assert.Equal(resolution.Clusters.Count, c.Records.Select(r => sets.Find((int)r.Id)).Distinct().Count());
    });

    [Fact]
    public void A_hundred_thousand_records_are_resolved_in_seconds_at_worst()
    {
        var names = Enumerable.Range(0, 500).Select(i => PersonName.Parse($"{(char)('A' + (i % 26))}nn{i} Family{i % 37}")).ToArray();
        var records = Enumerable.Range(0, 100_000).Select(i => new RecordFacts(i + 1, i % 3, $"id{i}", names[i / 3 % names.Length],
            i % 4 == 0 ? [] : [$"person{i / 3}@firm.com"], i % 5 == 0 ? [] : [$"+4420{i / 3:D8}"], i % 7 == 0 ? i + 1 : 0, i)).ToArray();
        var watch = Stopwatch.StartNew();
        var resolution = ExactResolver.Resolve(records, [new(1, 2)]);
        TestContext.Current.TestOutputHelper?.WriteLine($"{watch.ElapsedMilliseconds} ms");
        Assert.InRange(resolution.Clusters.Count, 33_334, 50_000);
        Assert.InRange(watch.Elapsed.TotalSeconds, 0, 10); // a wide margin for busy machines; a quadratic step takes minutes
    }

    private static void Holds(Action<(RecordFacts[] Records, CannotLink[] Never, int Seed)> law) =>
        Prop.ForAll(Cases.ToArbitrary(), law).Check(Config.QuickThrowOnFailure.WithMaxTest(300));

    private static string Shown(Resolution r) => string.Join('\n',
        r.Clusters.Select(c => $"{string.Join(' ', c.Records)} -> {c.CustomerId}")
            .Concat(r.Links.Select(l => l.ToString())).Concat(r.KeptApart.Select(l => l.ToString()))
            .Concat(r.Shared.Select(s => $"{s.KeyDigest} {string.Join(' ', s.Records)} {s.Reason}"))
            .Concat(r.Merges.Select(m => m.ToString())).Concat(r.Moves.Select(m => m.ToString())));

    private static RecordFacts Record(long id, string name, string? email = null, string? phone = null, long customer = 0, long? created = null) =>
        new(id, 1, "", PersonName.Parse(name), email is null ? [] : [email], phone is null ? [] : [phone], customer, created ?? id);
}
