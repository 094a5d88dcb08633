package intake_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"mceplatform/backend/intake"
	"mceplatform/backend/phone"
)

func fields(list string) intake.Mapping {
	var m intake.Mapping
	for f := range strings.SplitSeq(list, ",") {
		m = append(m, intake.Field(strings.TrimSpace(f)))
	}
	return m
}

func TestGuessByTitle(t *testing.T) {
	for _, c := range []struct{ header, want string }{
		{"Full Name,Mobile,E-mail,Company,Campaign,Notes", "name,phone,email,company,tags,note"},
		{"First Name,Last Name,Phone Number,Lead Status", "first_name,last_name,phone,stage"},
		{"firstName,lastName,phoneNumber,companyName", "first_name,last_name,phone,company"},
		{"id,created_time,campaign_name,full_name,phone_number,email", ",,tags,name,phone,email"},
		{"Nome,Telefone,Cidade", "name,phone,"},
		{"Nome da Empresa,Nome do cliente,Número do WhatsApp,Observações", "company,name,phone,note"},
		{"Nombre completo,Teléfono móvil,Correo electrónico,Compañía", "name,phone,email,company"},
		{"Vorname,Nachname,Handynummer,E-Mail-Adresse,Firma,Bemerkung", "first_name,last_name,phone,email,company,note"},
		{"Nama Lengkap,No. HP,Alamat Email,Nama Toko,Keterangan", "name,phone,email,company,note"},
		{"Naam,Mobile Sankhya,Dukan,Tippani", "name,phone,company,note"},
		{"नाम,मोबाइल नंबर,ईमेल", "name,phone,email"},
		{"الاسم,رقم الجوال,ملاحظات", "name,phone,note"},
		{"Ad Soyad,Cep Telefonu,Şirket Adı", "name,phone,company"},
		{"Company Name,Contact Name,Contact Number", "company,name,phone"},
		{",Name,Phone", ",name,phone"},
		{"Customer phone (WhatsApp),Customer", "phone,name"},
	} {
		got := intake.Guess(strings.Split(c.header, ","), nil, "")
		if diff := cmp.Diff(fields(c.want), got); diff != "" {
			t.Errorf("%s\n%s", c.header, diff)
		}
	}
}

func TestGuessByContent(t *testing.T) {
	for _, c := range []struct {
		name, header string
		samples      [][]string
		want         string
	}{
		{"titles say nothing", "A,B,C", [][]string{{"Zoë Santoso", "+918123033282", "z@example.com"}, {"Budi Sharma", "+971501152520", ""}}, "name,phone,email"},
		{"no titles", "", [][]string{{"+918123033282", "Zoë Santoso"}, {"+971501152520", "Budi Sharma"}}, "phone,name"},
		{"order number is no phone", "Order number,Contact", [][]string{{"1001", "(11) 96100-1022"}, {"1002", "(11) 96176-5919"}}, ",phone"},
		{"dates are no phones", "When,Who", [][]string{{"2026-11-23", "Ana Silva"}, {"2026-11-24", "Ngozi Nwosu"}}, ",name"},
		{"the filled one of two", "Phone,Mobile", [][]string{{"", "+918123033282"}, {"", "+971501152520"}}, ",phone"},
	} {
		got := intake.Guess(strings.Split(c.header, ","), c.samples, "BR")
		if diff := cmp.Diff(fields(c.want), got); diff != "" {
			t.Errorf("%s: %s", c.name, diff)
		}
	}
}

func TestFindHeader(t *testing.T) {
	for _, c := range []struct {
		name string
		rows [][]string
		want int
	}{
		{"first", [][]string{{"name", "phone"}, {"Ana", "+918123033282"}}, 0},
		{"below a heading", [][]string{{"Leads of November"}, {"Nome", "Telefone"}, {"Ana", "(11) 96100-1022"}}, 1},
		{"none", [][]string{{"Ana", "(11) 96100-1022"}, {"Zoë", "(11) 96176-5919"}}, -1},
		{"unknown titles", [][]string{{"x", "y"}, {"Ana", "(11) 96100-1022"}}, 0},
		{"empty", nil, -1},
	} {
		if got := intake.FindHeader(c.rows, "BR"); got != c.want {
			t.Errorf("%s: %d, want %d", c.name, got, c.want)
		}
	}
}

func TestReadMakesADraft(t *testing.T) {
	header := []string{"First", "Last", "Tel", "Mail", "Firm", "Tags", "Note", "City", "Stage", "Tags 2"}
	mapping := fields("first_name,last_name,phone,email,company,tags,note,custom,stage,tags")
	row := []string{" Zo\u200bë ", "van  der\tBerg", "(11) 96100-1022", "Zoe@Example.com", "=SUM(A1)", "expo; spring", "line one\r\nline \u202etwo\u202c", "'+São Paulo", "Talking", "vip"}
	got, problem := intake.Read(row, mapping, intake.ReadOptions{Region: "BR", Header: header})
	if problem != nil {
		t.Fatal(problem)
	}
	if got.Phone.Digits() != "5511961001022" {
		t.Errorf("phone %s", got.Phone.Digits())
	}
	got.Phone = phone.Number{}
	want := intake.Draft{
		Name: "Zoë van der Berg", Email: "zoe@example.com", Company: "=SUM(A1)", Tags: []string{"expo", "spring", "vip"},
		Note: "line one\nline two", Stage: "Talking", Custom: map[string]string{"City": "+São Paulo"},
	}
	if diff := cmp.Diff(want, got, cmp.AllowUnexported(phone.Number{})); diff != "" {
		t.Error(diff)
	}
}

func TestReadSaysWhatIsWrong(t *testing.T) {
	for _, c := range []struct {
		row     []string
		mapping string
		want    intake.Problem
	}{
		{[]string{"Ana", ""}, "name,phone", intake.Problem{Reason: phone.Missing, Column: 1}},
		{[]string{"Ana"}, "name,phone", intake.Problem{Reason: phone.Missing, Column: 1}},
		{[]string{"Ana"}, "name", intake.Problem{Reason: phone.Missing, Column: -1}},
		{[]string{"Ana", "9.19877E+11"}, "name,phone", intake.Problem{Reason: phone.Scientific, Column: 1, Value: "9.19877E+11"}},
		{[]string{"", "call me maybe"}, "phone,phone", intake.Problem{Reason: phone.NotANumber, Column: 1, Value: "call me maybe"}},
	} {
		_, problem := intake.Read(c.row, fields(c.mapping), intake.ReadOptions{Region: "BR"})
		if problem == nil {
			t.Errorf("%q is taken", c.row)
		} else if diff := cmp.Diff(c.want, *problem); diff != "" {
			t.Errorf("%q: %s", c.row, diff)
		}
	}
}

func TestReadTakesTheFirstUsablePhone(t *testing.T) {
	got, problem := intake.Read([]string{"n/a", "+918123033282", "+971501152520"}, fields("phone,phone,phone"), intake.ReadOptions{})
	if problem != nil || got.Phone.Digits() != "918123033282" {
		t.Errorf("%v, %v", got.Phone.Digits(), problem)
	}
}

func TestANumberIsNoName(t *testing.T) {
	got, _ := intake.Read([]string{"+91 81230 33282", "+918123033282"}, fields("name,phone"), intake.ReadOptions{})
	if got.Name != "" {
		t.Errorf("name %q", got.Name)
	}
}

func TestReadAndGuessHoldForAnyRow(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		header := rapid.SliceOfN(rapid.String(), 0, 6).Draw(t, "header")
		rows := rapid.SliceOfN(rapid.SliceOfN(rapid.String(), 0, 8), 0, 4).Draw(t, "rows")
		mapping := intake.Guess(header, rows, "BR")
		for _, row := range rows {
			if len(mapping) < len(row) || len(mapping) < len(header) {
				t.Fatalf("%d fields for %d and %d columns", len(mapping), len(row), len(header))
			}
			full := make(intake.Mapping, len(row))
			for i := range full {
				full[i] = rapid.SampledFrom(intake.Fields()).Draw(t, "field")
			}
			draft, problem := intake.Read(row, full, intake.ReadOptions{Region: "BR", Header: header})
			if (problem == nil) == draft.Phone.IsZero() {
				t.Fatalf("neither a lead nor a problem, or both: %v, %v", draft, problem)
			}
			if !utf8.ValidString(draft.Name) || strings.ContainsAny(draft.Name, "\u202e\u200b\n") {
				t.Fatalf("name %q", draft.Name)
			}
		}
	})
}

func FuzzRead(f *testing.F) {
	f.Add("Ana", "+918123033282", "expo;spring", "=1+1")
	f.Add("\u202eanA", "9.19877E+11", "#,,;", "a\r\nb")
	f.Fuzz(func(t *testing.T, name, number, tags, note string) {
		draft, problem := intake.Read([]string{name, number, tags, note, name, note}, fields("name,phone,tags,note,email,custom"), intake.ReadOptions{Region: "IN", Header: []string{"", "", "", "", "", tags}})
		if (problem == nil) == draft.Phone.IsZero() {
			t.Fatalf("neither a lead nor a problem, or both: %v, %v", draft, problem)
		}
	})
}
