package documents

// Records of a PPT file.
const (
	pptSlide        = 1006
	pptSlideList    = 4080
	pptSlidePersist = 1011
	pptNotes        = 1008
	pptMaster       = 1016
	pptTextChars    = 4000
	pptTextBytes    = 4008
	pptEncrypted    = 0xf3d1c4df
)

// readPPT reads the texts of slides. They are in the list of slides, for titles
// and outlines, and in the slides themselves, for other boxes.
func (j *job) readPPT(t *Text, f *oleFile) error {
	if user, _ := f.stream("Current User"); uint32(u32(user, 12)) == pptEncrypted {
		return problemf(ProblemLocked, "the presentation needs a password")
	}
	b, cutErr := f.stream("PowerPoint Document")
	p := ppt{j: j, list: -1, slide: -1}
	if err := p.walk(b, 0); err != nil {
		return err
	}
	t.Total = max(p.slide+1, p.list+1)
	pg := pager{j: j, t: t}
	for i := range min(len(p.slides), j.opt.Pages) {
		pg.write(p.slides[i])
		if pg.turn() != nil {
			return nil
		}
	}
	return pg.ended(cutErr)
}

type ppt struct {
	j           *job
	slides      []string
	list, slide int // the slide whose text is being read, in the list and as itself; -1 before the first
	inList      bool
	records     int
}

func (p *ppt) walk(b []byte, depth int) error {
	for len(b) >= 8 {
		if p.records++; p.records%1024 == 0 {
			if err := stopped(p.j.ctx); err != nil {
				return err
			}
		}
		kind, n := u16(b, 2), u32(b, 4)
		body := cut(b, 8, 8+n)
		container := b[0]&0xf == 0xf
		switch {
		case kind == pptNotes, kind == pptMaster:
		case kind == pptSlidePersist && p.inList:
			p.list++
		case kind == pptTextChars:
			p.text(utf16Text(body))
		case kind == pptTextBytes:
			p.text(latin1(body))
		case container && depth < 32:
			if kind == pptSlide {
				p.slide++
			}
			// Of the three lists, that of the slides is instance 0.
			list := kind == pptSlideList && u16(b, 0)>>4 == 0
			if kind == pptSlideList && !list {
				break
			}
			p.inList = p.inList || list
			if err := p.walk(body, depth+1); err != nil {
				return err
			}
			p.inList = p.inList && !list
		}
		b = cut(b, 8+n, len(b))
	}
	return nil
}

func (p *ppt) text(s string) {
	i := p.slide
	if p.inList {
		i = p.list
	}
	if i < 0 || i >= p.j.opt.Pages {
		return
	}
	for len(p.slides) <= i {
		p.slides = append(p.slides, "")
	}
	if len(p.slides[i]) < maxPageText {
		p.slides[i] += s + "\n"
	}
}
