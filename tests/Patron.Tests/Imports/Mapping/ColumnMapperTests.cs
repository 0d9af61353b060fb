using Patron.Imports.Mapping;
using Patron.Imports.Reading;
using Patron.Tests.Imports.Reading;

namespace Patron.Tests.Imports.Mapping;

public class ColumnMapperTests
{
    [Theory]
    [InlineData("northwind/Customers.csv", "customers", "CustomerID:id CompanyName:company ContactName:name Address:street City:city Region:region PostalCode:postal Country:country Phone:phone")]
    [InlineData("northwind/Orders.csv", "orders", "OrderID:order CustomerID:customer OrderDate:at")]
    [InlineData("northwind/OrderDetails.csv", "order-lines", "OrderID:order ProductID:product UnitPrice:price Quantity:quantity Discount:discount")]
    [InlineData("northwind/Products.csv", "products", "ProductID:product ProductName:name UnitPrice:price")]
    [InlineData("febrl/dataset1.csv", "customers", "rec_id:id given_name:given surname:family address_1:street suburb:city postcode:postal state:region date_of_birth:birth")]
    [InlineData("splink_fake_1000/fake_1000.csv", "customers", "unique_id:id first_name:given surname:family dob:birth city:city email:email")]
    [InlineData("telco_churn/telco_churn.csv", "customers", "customerID:id gender:sex")]
    public void Columns_of_real_files_find_their_fields(string file, string kind, string expected)
    {
        var profiles = Samples.Profiles(file);
        var mapping = ColumnMapper.Propose(ImportFields.Of(ImportFields.KindOf(kind)!.Value), [.. profiles.Select(p => p.Name)], profiles);
        var found = mapping.Columns.Where(c => c.Field is not null).ToDictionary(c => c.Name, c => c.Field!.Key);
        foreach (var pair in expected.Split(' ').Select(p => p.Split(':')))
        {
            Assert.Equal(pair[1], found.GetValueOrDefault(pair[0]));
        }

        // northwind keeps the time of its lines with the order, in another file.
        Assert.Empty(mapping.Missing);
        Assert.Equal(profiles.Count, mapping.Columns.Count);
    }

    [Theory]
    [InlineData("InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country", "order,product,name,quantity,at,price,customer,country")]
    [InlineData("주문번호,상품코드,상품명,수량,주문일시,단가,고객번호,통화", "order,product,name,quantity,at,price,customer,currency")]
    [InlineData("订单编号,商品编号,商品名称,数量,下单时间,单价,客户编号,币种", "order,product,name,quantity,at,price,customer,currency")]
    [InlineData("訂單編號,商品編號,商品名稱,數量,下單時間,單價,客戶編號,幣別", "order,product,name,quantity,at,price,customer,currency")]
    [InlineData("Bestellnummer,Artikelnummer,Bezeichnung,Menge,Bestelldatum,Einzelpreis,Kundennummer,Währung", "order,product,name,quantity,at,price,customer,currency")]
    public void Order_lines_are_known_by_their_names_in_every_language(string header, string fields) =>
        Assert.Equal(fields.Split(','), Propose(ImportKind.OrderLines, header + "\n").Columns.Select(c => c.Field?.Key));

    [Fact]
    public void A_loyalty_file_is_recognised_by_name_and_content()
    {
        var mapping = Propose(ImportKind.Customers,
            "card_no,name,tel,mail,dob,addr,pc,since,pts\n"
            + "6104 2288 0172,ASHWORTH MARGARET MRS,020 7946 0321,orders@ashworth-ripon.example,14/03/1981,14 High Street,KT3 4HE,2024-02-03,1240\n"
            + "6104 2288 0173,김서연,+44 1943 496 0118,yt.chen@post.example,02/11/1974,\"Flat 3, 22 Corporation St\",M2 4AH,2021-06-19,85\n");
        Assert.Equal(["id", "name", "phone", "email", "birth", "street", "postal", "since", null], mapping.Columns.Select(c => c.Field?.Key));
        Assert.Equal(MappedBy.NameAndContent, mapping.ColumnOf("email")!.By);
        Assert.Equal(MappedBy.NotKnown, mapping.Columns[8].By);
    }

    [Fact]
    public void What_has_a_strange_name_is_known_by_its_content()
    {
        var mapping = Propose(ImportKind.Customers, "x1,x2\na@example.org,Female\nb@example.org,Male\n");
        Assert.Equal(["email", "sex"], mapping.Columns.Select(c => c.Field?.Key));
        Assert.All(mapping.Columns, c => Assert.Equal(MappedBy.Content, c.By));
    }

    [Fact]
    public void Few_words_in_many_rows_are_nobody_s_names()
    {
        var mapping = Propose(ImportKind.Customers, "id,contact\n" + string.Concat(Enumerable.Range(1, 120).Select(n => $"{n},{(n % 3 == 0 ? "telephone" : "cellular")}\n")));
        Assert.Equal(["id", null], mapping.Columns.Select(c => c.Field?.Key));
        Assert.Equal("name", Propose(ImportKind.Customers, "id,contact\n1,Ann Lee\n2,Bo Ray\n").Columns[1].Field?.Key);
    }

    [Fact]
    public void What_was_decided_before_is_remembered()
    {
        const string text = "a,email,pts\n1,x@example.org,5\n";
        var profiles = Samples.ProfilesOf(text);
        var remembered = new Dictionary<string, string> { ["a"] = "id", ["email"] = "", ["gone"] = "name" };
        var mapping = ColumnMapper.Propose(ImportFields.Of(ImportKind.Customers), ["a", "email", "pts"], profiles, remembered);
        Assert.Equal(["id", null, null], mapping.Columns.Select(c => c.Field?.Key));
        Assert.Equal(MappedBy.Remembered, mapping.Columns[1].By);
    }

    [Fact]
    public void Missing_fields_are_named()
    {
        var missing = Propose(ImportKind.OrderLines, "foo,bar\nx,y\n").Missing;
        Assert.Equal(["order", "quantity", "price"], missing.Where(m => m.Key == "imports.problem.field_missing").Select(m => m.Arguments["field"]));
        Assert.Equal("product, name", Assert.Single(missing, m => m.Key == "imports.problem.one_of_missing").Arguments["fields"]);
    }

    [Fact]
    public void Custom_fields_are_found_by_their_key()
    {
        var set = ImportFields.Of(ImportKind.Customers, new Dictionary<string, FieldType> { ["points"] = FieldType.Number });
        var profiles = Samples.ProfilesOf("id,Points\n1,5\n");
        var mapping = ColumnMapper.Propose(set, ["id", "Points"], profiles);
        Assert.True(mapping.ColumnOf("points")!.Field!.Custom);
    }

    [Theory]
    [InlineData("emial=mail", "imports.problem.map_field_unknown", "email")]
    [InlineData("email=mial", "imports.problem.map_column_unknown", "mail")]
    [InlineData("email=mail,phone=mail", "imports.problem.map_column_twice", null)]
    [InlineData("email=mail,email=tel", "imports.problem.map_field_twice", null)]
    [InlineData("email", "imports.problem.map_form", null)]
    public void Wrong_choices_are_refused_with_the_nearest_right_one(string text, string key, string? nearest)
    {
        var problem = MapChoices.Parse(text, ImportFields.Of(ImportKind.Customers), ["mail", "tel"]).Problem!;
        Assert.Equal(key, problem.Key);
        Assert.Equal(nearest, problem.Arguments.GetValueOrDefault("nearest"));
    }

    [Fact]
    public void Choices_override_the_proposal_and_keep_it_one_to_one()
    {
        var mapping = Propose(ImportKind.Customers, "mail,other\na@example.org,b@example.org\n");
        Assert.Equal("mail", mapping.ColumnOf("email")!.Name);
        var choices = MapChoices.Parse("email=OTHER", mapping.Set, ["mail", "other"]).Value!;
        var changed = ColumnMapper.Override(mapping, choices);
        Assert.Equal("other", changed.ColumnOf("email")!.Name);
        Assert.Null(changed.Columns[0].Field);
    }

    [Fact]
    public void The_assignment_has_the_greatest_sum_among_all_pairings()
    {
        var random = new Random(11);
        for (var round = 0; round < 200; round++)
        {
            var (rows, columns) = (random.Next(1, 6), random.Next(1, 6));
            var scores = new double[rows, columns];
            for (var i = 0; i < rows * columns; i++)
            {
                scores[i / columns, i % columns] = random.Next(0, 6);
            }

            var pairing = Assignment.Best(scores);
            var taken = pairing.Where(p => p is not null).ToList();
            Assert.Equal(taken.Count, taken.Distinct().Count());
            var sum = pairing.Select((c, r) => c is { } column ? scores[r, column] : 0).Sum();
            Assert.Equal(Greatest(scores, 0, []), sum, 9);
        }
    }

    private static double Greatest(double[,] scores, int row, HashSet<int> used)
    {
        if (row == scores.GetLength(0))
        {
            return 0;
        }

        var best = Greatest(scores, row + 1, used);
        for (var c = 0; c < scores.GetLength(1); c++)
        {
            if (used.Add(c))
            {
                best = Math.Max(best, scores[row, c] + Greatest(scores, row + 1, used));
                used.Remove(c);
            }
        }

        return best;
    }

    private static ColumnMapping Propose(ImportKind kind, string text)
    {
        using var reader = Samples.Reader(text);
        return ColumnMapper.Propose(ImportFields.Of(kind), reader.Header, ColumnProfiler.Profile(reader));
    }
}
